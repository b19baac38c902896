package executive

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/plans"
)

func (f ReportFacts) purpose() ReportPart {
	return ReportPart{Heading: "Purpose of the report", Text: []string{
		fmt.Sprintf("To ask for regard to the draft Local Community Action Plan for %s, and for decisions on the plan "+
			"and its bids. Each recommendation names the council whose Executive decides on it. %s", f.Plan.AreaName,
			f.Attempt.PassedWords("signed off the draft")),
		"The draft is version " + fmt.Sprint(f.PlanVersion) + " of “" + f.Plan.Title +
			"”. The numbered parts of this report are drawn up from the records, and nothing was added to them by " +
			"hand. What officers wrote stands beside them, and the recommendations are theirs.",
	}}
}

func (f ReportFacts) background() ReportPart {
	p := ReportPart{Heading: "Background", Text: []string{
		fmt.Sprintf("%s (%s) is in cycle %d of the production model. %s", f.Plan.AreaName, f.Plan.AreaCode,
			f.Plan.Cycle, f.Plan.About),
	}}
	if officers := strings.Join(f.Snapshot.Officers, ", "); officers != "" {
		p.Text = append(p.Text, "Community liaison officer: "+officers+".")
	}
	gates := ReportTable{Caption: "Gates passed", Head: []string{"Gate", "Outcome", "On", "Signed by"}}
	for _, t := range f.Passed {
		gates.Rows = append(gates.Rows, []string{t.Gate.Title(), gateOutcome(t), domain.DateOf(t.OutcomeAt).Words(),
			f.signedBy(t)})
	}
	signed := make([]string, 0, len(f.Signed))
	for _, s := range f.Signed {
		if s.Decision.Approves() {
			signed = append(signed, s.SignedByName+s.OnPaper.Beside())
		}
	}
	gates.Rows = append(gates.Rows, []string{domain.GateDraftPlan.Title() + " (Members’ part)", gateOutcome(f.Attempt),
		f.On.Words(), orNobody(signed)})
	p.Tables = []ReportTable{gates}
	return p
}

func gateOutcome(t gates.Attempt) string {
	if t.Outcome == gates.OutcomeOverridden {
		return fmt.Sprintf("overridden by %s: %s", t.OutcomeByName, t.OutcomeReason)
	}
	return string(t.Outcome)
}

func (f ReportFacts) signedBy(t gates.Attempt) string {
	var names []string
	for _, g := range f.Plan.Signatures {
		if g.Gate != t.Gate || g.Attempt != t.Number {
			continue
		}
		for _, s := range g.Signed {
			if gates.Decision(s.Decision).Approves() {
				names = append(names, s.Name)
			}
		}
	}
	return orNobody(names)
}

func orNobody(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

func (f ReportFacts) consultation() ReportPart {
	p := ReportPart{Heading: "Consultation"}
	sources := ReportTable{Caption: "Where issues came from", Head: []string{"Source", "Issues"}}
	for _, c := range f.Plan.Said.Sources {
		sources.Rows = append(sources.Rows, []string{domain.Capital(c.Name), fmt.Sprint(c.Count)})
	}
	p.Text = append(p.Text, fmt.Sprintf("%s recorded in the area, from the four sources of the production model.",
		sentenceCount(f.Plan.Said.Issues, "issue was", "issues were")))
	if r := f.Plan.Round; r != nil {
		where := r.Method
		if r.Place != "" {
			where += ", " + r.Place
		}
		p.Text = append(p.Text, fmt.Sprintf("The priorities were put to the community on %s (%s): %s took part, and "+
			"the result was confirmed on %s.",
			r.HeldOn.Words(), where, domain.Counted(r.TakingPart, "person", "people"), r.ConfirmedOn.Words()))
	} else {
		p.Text = append(p.Text, "No community priority round is recorded.")
	}
	if !f.FeedbackOn.IsZero() {
		p.Text = append(p.Text, "What becomes of it was last fed back on "+f.FeedbackOn.Words()+".")
	}
	p.Tables = []ReportTable{sources}
	return p
}

func sentenceCount(n int, one, many string) string {
	return domain.Capital(domain.Counted(n, one, many))
}

func (f ReportFacts) plan() ReportPart {
	p := ReportPart{Heading: "The draft plan", Text: []string{fmt.Sprintf("The plan has %s, %s and %s.",
		domain.Counted(len(f.Plan.Priorities)+f.Plan.RestrictedPriorities, "priority", "priorities"),
		domain.Counted(len(f.solutions(plans.PlanChosen)), "chosen solution", "chosen solutions"),
		domain.Counted(len(f.Plan.Actions), "proposed action", "proposed actions"))}}
	if n := f.Plan.RestrictedPriorities; n > 0 {
		p.Text = append(p.Text, sentenceCount(n, "priority is", "priorities are")+" restricted: counted here and not "+
			"listed.")
	}
	priorities := ReportTable{Caption: "Priorities and what is proposed", Head: []string{"Priority", "Chosen solutions",
		"Otherwise"}}
	for _, i := range f.Plan.Priorities {
		var chosen []string
		for _, s := range f.Plan.SolutionsFor(i.Issue, plans.PlanChosen) {
			chosen = append(chosen, s.Title)
		}
		priorities.Rows = append(priorities.Rows, []string{fmt.Sprintf("%d. %s", i.Rank, i.Title),
			strings.Join(chosen, "; "), i.Reason})
	}
	actions := ReportTable{Caption: "Proposed actions", Head: []string{"Action", "Lead", "Due", "Cost"}}
	for _, a := range f.Plan.Actions {
		actions.Rows = append(actions.Rows, []string{a.Title, orWords(a.Lead, "none yet"),
			orWords(a.DueOn.Words(), "no date"), domain.MoneyWords(a.Cost)})
	}
	p.Tables = keptTables(priorities, actions)
	return p
}

func orWords(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func keptTables(tables ...ReportTable) []ReportTable {
	var kept []ReportTable
	for _, t := range tables {
		if len(t.Rows) > 0 {
			kept = append(kept, t)
		}
	}
	return kept
}

func (f ReportFacts) solutions(state string) []plans.PlanSolution {
	var list []plans.PlanSolution
	for _, s := range f.Plan.Solutions {
		if s.State == state {
			list = append(list, s)
		}
	}
	return list
}

// openBids are the bids that the Executive is asked about.
func (f ReportFacts) openBids() []plans.PlanBid { return openBids(f.Plan) }

// openBids are the bids of a plan that are put to the Executive.
func openBids(plan plans.PlanDocument) []plans.PlanBid {
	var list []plans.PlanBid
	for _, b := range plan.Bids {
		if b.State == "idea" || b.State == "drafting" {
			list = append(list, b)
		}
	}
	return list
}

func (f ReportFacts) bids() ReportPart {
	p := ReportPart{Heading: "Bids for funding"}
	table := ReportTable{Caption: "Bids", Head: []string{"Bid", "Funder", "Amount", "Match", "Deadline", "Funds"}}
	for _, b := range f.openBids() {
		table.Rows = append(table.Rows, []string{b.Title, b.Funder, b.Amount.Words(), b.Match.Words(),
			b.Deadline.Words(), strings.Join(b.Funds, "; ")})
	}
	if len(table.Rows) == 0 {
		p.Text = []string{"The plan needs no bid. " + f.Plan.NoBids}
	} else {
		p.Text = []string{sentenceCount(len(table.Rows), "bid needs the Executive’s approval before it may be "+
			"submitted.",
			"bids need the Executive’s approval before they may be submitted.")}
	}
	p.Tables = keptTables(table)
	return p
}

func (f ReportFacts) financial() ReportPart {
	var actions, solutions, avoided domain.MoneySum
	for _, a := range f.Plan.Actions {
		actions.Add(a.Cost)
	}
	for _, s := range f.solutions(plans.PlanChosen) {
		solutions.Add(s.Cost)
		avoided.Add(s.CostAvoided)
	}
	var sought, match domain.Pence
	for _, b := range f.openBids() {
		sought, match = sought+b.Amount, match+b.Match
	}
	p := ReportPart{Heading: "Financial implications",
		Tables: []ReportTable{{Caption: "Sums", Head: []string{"What", "Sum"}, Rows: [][]string{
			{"Proposed actions", actions.Words()},
			{"Chosen solutions", solutions.Words()},
			{"Cost avoided by chosen solutions", avoided.Words()},
			{"Sought by bids", sought.Words()},
			{"Match funding", match.Words()},
		}}}}
	if n := actions.Unknown; n > 0 {
		p.Text = append(p.Text, fmt.Sprintf("The cost of %s not known: the sum of the actions leaves it out.",
			domain.Counted(n, "action is", "actions is")))
	}
	if n := solutions.Unknown; n > 0 {
		p.Text = append(p.Text, fmt.Sprintf("The cost of %s not known: the sum of the solutions leaves it out.",
			domain.Counted(n, "solution is", "solutions is")))
	}
	p.Text = append(p.Text, "The actions carry out the chosen solutions, and bids and match funding pay for them: "+
		"these are sums of the same work, and do not add up to one.")
	p.Text = append(p.Text, "The actions are proposals: each lead confirms, amends or declines what is asked of it "+
		"within its own budget.")
	return p
}

func (f ReportFacts) members() ReportPart {
	p := ReportPart{Heading: "Decisions of the Area Members",
		Text: []string{fmt.Sprintf("%s (Members’ part), attempt %d: %s.", domain.GateDraftPlan.Title(),
			f.Attempt.Number, gateOutcome(f.Attempt))}}
	table := ReportTable{Caption: "Decisions", Head: []string{"Member", "For", "Decision", "Words"}}
	for _, s := range f.Signed {
		if s.Decision == "" {
			continue
		}
		name := s.SignedByName + s.OnPaper.Beside()
		if s.SubstituteFor != "" {
			name += " (substitute for " + s.SubstituteFor + ")"
		}
		table.Rows = append(table.Rows, []string{name, s.SeatName, string(s.Decision), s.Comment})
	}
	conditions := ReportTable{Caption: "Conditions", Head: []string{"Condition", "Set by", "Due", "Stands"}}
	for _, c := range f.Conditions {
		setBy := fmt.Sprintf("%s, gate %d, attempt %d", c.SetByWords(), c.Gate, c.AttemptNumber)
		conditions.Rows = append(conditions.Rows, []string{c.Text, setBy, c.DueOn.Words(), c.Status(f.On)})
	}
	p.Tables = keptTables(table, conditions)
	return p
}

func (f ReportFacts) alternatives() ReportPart {
	p := ReportPart{Heading: "Risks, and alternatives considered"}
	table := ReportTable{Caption: "Solutions that were not chosen", Head: []string{"Solution", "For", "Stands",
		"Reason"}}
	for _, state := range []string{plans.PlanNotChosen, plans.PlanNotFeasible} {
		for _, s := range f.solutions(state) {
			table.Rows = append(table.Rows, []string{s.Title, s.IssueTitle, s.State, s.Reason})
		}
	}
	if len(table.Rows) == 0 {
		p.Text = append(p.Text, "No other solution is recorded.")
	} else {
		p.Text = append(p.Text, sentenceCount(len(table.Rows), "solution was",
			"solutions were")+" considered and not taken up, for the reasons given.")
	}
	if n := f.Plan.Unsettled; n > 0 {
		p.Text = append(p.Text, sentenceCount(n, "solution is", "solutions are")+" still worked up and no part of "+
			"this plan.")
	}
	if leadless := f.leadless(); leadless > 0 {
		p.Text = append(p.Text, sentenceCount(leadless, "proposed action has", "proposed actions have")+" no lead yet.")
	}
	p.Tables = keptTables(table)
	return p
}

func (f ReportFacts) leadless() int {
	n := 0
	for _, a := range f.Plan.Actions {
		if a.Lead == "" {
			n++
		}
	}
	return n
}

// conditionsOpen counts the conditions that are not met.
func (f ReportFacts) conditionsOpen() int {
	n := 0
	for _, c := range f.Conditions {
		if !c.Met() {
			n++
		}
	}
	return n
}

// recommendations are what an officer starts from, numbered in the order of the list. The plan comes first: without it
// nothing else can be agreed.
func (f ReportFacts) recommendations() []ReportRecommendation {
	var list []ReportRecommendation
	add := func(r ReportRecommendation, what string) {
		r.Text, r.IfAgreed = r.Verb.Asks(what), r.Verb.Resolves(what)
		r.AuthorityID, r.Authority = f.Decides.ID, f.Decides.Name
		list = append(list, r)
	}
	add(ReportRecommendation{About: AboutPlan, Verb: HaveRegardToApprove},
		fmt.Sprintf("the draft Local Community Action Plan for %s (version %d), as set out in this report",
			f.Plan.AreaName, f.PlanVersion))
	for _, b := range f.openBids() {
		asked := b.Amount
		add(ReportRecommendation{About: AboutBid, Verb: Approve, Bid: b.ID, Asked: &asked}, BidWords(b))
	}
	if n := f.conditionsOpen(); n > 0 {
		add(ReportRecommendation{About: AboutOther, Verb: HaveRegardTo},
			domain.Counted(n, "condition", "conditions")+" set by Area Members and not met yet, as listed in this "+
				"report")
	}
	add(ReportRecommendation{About: AboutDelegation, Verb: Agree}, DelegationWords)
	return list
}

// DelegationWords is the hand-over to delivery planning as a recommendation puts it.
const DelegationWords = "that the plan go forward to delivery planning, and that the leads be asked to confirm the " +
	"proposed actions"

// BidWords is a bid as a recommendation puts it.
func BidWords(b plans.PlanBid) string {
	return fmt.Sprintf("“%s”, a bid of %s to %s with match funding of %s, for submission by %s", b.Title,
		b.Amount.Words(), b.Funder, b.Match.Words(), b.Deadline.Words())
}

// OpenBids are the bids of the plan that the Executive can be asked about.
func OpenBids(plan plans.PlanDocument) []plans.PlanBid { return ReportFacts{Plan: plan}.openBids() }
