package executive

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
)

// PlanningFeed is what goes into the corporate planning process when an Executive decision comes into force
// (004: "Information fed into Corporate Planning process"). It is produced once, and frozen in lines.
type PlanningFeed struct {
	Area       domain.AreaID // whose plan it is of
	AreaName   string
	CSV        string
	JSON       string
	Frozen     register.Frozen // the zero Frozen of feeds from before they were frozen in lines
	Digest     domain.Digest   // of Frozen; of older ones the SHA-256 of CSV followed by JSON
	Rows       int
	ProducedAt time.Time

	Withheld register.Gaps // the lines that are withheld from the reader, or erased since: of older ones also where
	// the digest does not fit without them
}

// FeedAction is one action as corporate planning takes it up. Its id never changes: a later feed on the same action
// carries the same.
type FeedAction struct {
	ID          string          `json:"id"` // FG-AREA-CYCLE-A12
	AreaCode    string          `json:"area_code"`
	AreaName    string          `json:"area"`
	Cycle       int             `json:"cycle"`
	IssueID     string          `json:"issue_id"`
	Issue       string          `json:"issue"`
	SolutionID  string          `json:"solution_id"`
	Solution    string          `json:"solution"`
	Action      string          `json:"action"`
	Description string          `json:"description"`
	Lead        string          `json:"lead"`
	Supporters  string          `json:"supporters"`
	Cost        string          `json:"cost"` // pounds and pence as "1200.50"; "" where not known
	DueOn       domain.Date     `json:"due_on"`
	Objectives  []FeedObjective `json:"objectives"` // corporate objectives that it serves

	// what was proposed, where the Executive agreed it otherwise
	ProposedAction string      `json:"proposed_action"`
	ProposedCost   string      `json:"proposed_cost"`
	ProposedDueOn  domain.Date `json:"proposed_due_on"`

	// what its solution costs, and what was proposed where actions of it were agreed for another cost
	SolutionCost         string `json:"solution_cost"`
	ProposedSolutionCost string `json:"proposed_solution_cost"`
}

// FeedBid is a bid that the Executive decided on.
type FeedBid struct {
	ID       string `json:"id"` // FG-AREA-CYCLE-B3
	Bid      string `json:"bid"`
	Funder   string `json:"funder"`
	Proposed string `json:"proposed"` // pounds and pence
	Agreed   string `json:"agreed"`   // "" where it was not agreed
}

// FeedObjective is a link to a corporate objective (E9).
type FeedObjective struct {
	Reference string `json:"reference"`
	Title     string `json:"title"`
}

func (o FeedObjective) words() string {
	if o.Reference == "" {
		return o.Title
	}
	return o.Reference + " " + o.Title
}

// feedFile is the feed as JSON.
type feedFile struct {
	Format      string       `json:"format"`
	AreaCode    string       `json:"area_code"`
	AreaName    string       `json:"area"`
	Cycle       int          `json:"cycle"`
	Plan        string       `json:"plan"`
	Decision    string       `json:"decision"` // FG-AREA-CYCLE-D7
	EffectiveOn domain.Date  `json:"effective_on"`
	Actions     []FeedAction `json:"actions"`
	Bids        []FeedBid    `json:"bids"`
}

// feedHead is the head of the CSV: a row for each action, then one for each bid, which has its title as the action, and
// what was sought and agreed as the costs. An agreed cost that is empty was not agreed. What a solution costs stands
// with each of its actions: it is the same money, and not to be added up.
var feedHead = []string{"id", "area_code", "area", "cycle", "issue_id", "issue", "solution_id", "solution", "action",
	"description", "lead",
	"supporters", "cost_pounds", "due_on", "objectives", "decision", "effective_on",
	"proposed_action", "proposed_cost_pounds", "proposed_due_on", "kind", "funder",
	"solution_cost_pounds", "proposed_solution_cost_pounds"}

// FeedOf produces the feed of a plan as it was agreed, by the decision that brings it into force and all decisions on
// it: a row for each of its actions.
func FeedOf(d ExecutiveDecision, all []ExecutiveDecision, plan plans.PlanDocument,
	random io.Reader) (PlanningFeed, error) {
	id := func(kind string, n int64) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("FG-%s-%d-%s%d", plan.AreaCode, plan.Cycle, kind, n)
	}
	file := feedFile{Format: "fourgates planning feed 3", AreaCode: plan.AreaCode, AreaName: plan.AreaName,
		Cycle: plan.Cycle, Plan: plan.Title,
		Decision: id("D", int64(d.ID)), EffectiveOn: d.EffectiveOn, Actions: []FeedAction{},
		Bids: feedBids(all, plan, id)}
	for _, a := range plan.Actions {
		row := FeedAction{ID: id("A", int64(a.ID)), AreaCode: plan.AreaCode, AreaName: plan.AreaName, Cycle: plan.Cycle,
			IssueID: id("I", int64(a.Issue)), Issue: a.IssueTitle, SolutionID: id("S", int64(a.Solution)),
			Solution: a.SolutionTitle,
			Action:   a.Title, Description: a.Description, Lead: a.Lead, Supporters: a.Supporters, DueOn: a.DueOn,
			Objectives: objectivesOf(plan, a)}
		row.Cost = decimal(a.Cost)
		if was := a.Proposed; was != nil {
			row.ProposedAction, row.ProposedDueOn, row.ProposedCost = was.Title, was.DueOn, decimal(was.Cost)
		}
		for _, s := range plan.Solutions {
			if s.ID == a.Solution {
				row.SolutionCost, row.ProposedSolutionCost = decimal(s.Cost), decimal(s.ProposedCost)
			}
		}
		file.Actions = append(file.Actions, row)
	}
	f := PlanningFeed{Rows: len(file.Actions)}
	var err error
	if f.Frozen, err = register.Freeze("planning feed", file, random); err != nil {
		return f, err
	}
	f.Digest = f.Frozen.Digest()
	return f, f.write(file)
}

// write sets CSV and JSON.
func (f *PlanningFeed) write(file feedFile) (err error) {
	if f.JSON, err = domain.Canonical(file); err != nil {
		return err
	}
	f.CSV, err = file.csv()
	return err
}

// ReadFeed is a feed as it is kept, as a reader sees it who may not see some issues: frozen in lines, with CSV and JSON
// made from what is shown; or as both were kept before, made anew where lines of them are withheld.
func ReadFeed(f PlanningFeed, words string, from []restrictions.Issue) (PlanningFeed, error) {
	kept := register.Frozen{Text: f.JSON, Words: words}
	f.Frozen = restrictions.Withheld(kept, from)
	if !kept.InLines() && f.Frozen == kept {
		f.Frozen = register.Frozen{}
		return f, nil
	}
	file := feedFile{Actions: []FeedAction{}, Bids: []FeedBid{}}
	var err error
	if f.Withheld, err = f.Frozen.Read(&file); err != nil {
		return f, err
	}
	return f, f.write(file)
}

// decimal is a sum in pounds and pence; "" where it is not known.
func decimal(p *domain.Pence) string {
	if p == nil {
		return ""
	}
	return p.Decimal()
}

// feedBids lists the bids that were decided on, with what was proposed and what was agreed.
func feedBids(all []ExecutiveDecision, plan plans.PlanDocument, id func(kind string, n int64) string) []FeedBid {
	list := []FeedBid{}
	for _, i := range itemsOf(all) {
		for _, b := range plan.Bids {
			if i.Bid != b.ID || i.Bid == 0 {
				continue
			}
			row := FeedBid{ID: id("B", int64(b.ID)), Bid: b.Title, Funder: b.Funder, Proposed: b.Amount.Decimal()}
			if i.Approved != nil {
				row.Agreed = i.Approved.Decimal()
			}
			list = append(list, row)
		}
	}
	return list
}

// itemsOf are the recommendations of several decisions, in their order in the report.
func itemsOf(all []ExecutiveDecision) []ExecutiveItem {
	var items []ExecutiveItem
	for _, d := range all {
		items = append(items, d.Items...)
	}
	slices.SortStableFunc(items, func(a, b ExecutiveItem) int { return a.Position - b.Position })
	return items
}

// objectivesOf lists the corporate objectives of an action: those linked to its issue, and those of the plan as a
// whole.
func objectivesOf(plan plans.PlanDocument, a plans.PlanAction) []FeedObjective {
	list := []FeedObjective{}
	for _, l := range plan.Links {
		if l.Kind == plans.CorporateObjective && (l.Issue == 0 || l.Issue == a.Issue) {
			list = append(list, FeedObjective{l.Reference, l.Title})
		}
	}
	return list
}

// csv is the feed for spreadsheets: the mark by which they know UTF-8 first, and no cell that they would take for a
// formula.
func (f feedFile) csv() (string, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	_ = w.Write(feedHead)
	for _, a := range f.Actions {
		objectives := make([]string, len(a.Objectives))
		for i, o := range a.Objectives {
			objectives[i] = o.words()
		}
		text := domain.SheetText
		row := []string{text(a.ID), text(a.AreaCode), text(a.AreaName), fmt.Sprint(a.Cycle), text(a.IssueID),
			text(a.Issue), text(a.SolutionID), text(a.Solution), text(a.Action), text(a.Description), text(a.Lead),
			text(a.Supporters), a.Cost, a.DueOn.String(), text(strings.Join(objectives, "; ")), text(f.Decision),
			f.EffectiveOn.String(), text(a.ProposedAction), a.ProposedCost, a.ProposedDueOn.String(), "action", "",
			a.SolutionCost, a.ProposedSolutionCost}
		_ = w.Write(row)
	}
	for _, b := range f.Bids {
		text := domain.SheetText
		cells := map[string]string{"id": text(b.ID), "area_code": text(f.AreaCode), "area": text(f.AreaName),
			"cycle": fmt.Sprint(f.Cycle), "action": text(b.Bid), "cost_pounds": b.Agreed, "decision": text(f.Decision),
			"effective_on": f.EffectiveOn.String(), "proposed_cost_pounds": b.Proposed, "kind": "bid",
			"funder": text(b.Funder)}
		row := make([]string, len(feedHead))
		for i, name := range feedHead {
			row[i] = cells[name]
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.String(), w.Error()
}
