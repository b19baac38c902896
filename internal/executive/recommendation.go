package executive

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Verb is how a recommendation is put to the Executive.
type Verb string

// The verbs. InOtherWords is for a recommendation all of whose words are the officer's own.
const (
	HaveRegardTo        Verb = "have regard to"
	Approve             Verb = "approve"
	HaveRegardToApprove Verb = "have regard to and approve"
	Note                Verb = "note"
	Agree               Verb = "agree"
	InOtherWords        Verb = ""
)

// Verbs lists those that have words of their own.
func Verbs() []Verb { return []Verb{HaveRegardTo, Approve, HaveRegardToApprove, Note, Agree} }

// Asks is the recommendation about what is said: "Have regard to the plan."
func (v Verb) Asks(what string) string {
	return domain.Capital(string(v)) + " " + trimStop(what) + "."
}

// Resolves is how the minutes put it where it is agreed: "Regard be had to the plan." (002).
func (v Verb) Resolves(what string) string {
	what = strings.ReplaceAll(trimStop(what), "this report", "the report")
	switch that, isThat := strings.CutPrefix(what, "that "); {
	case v == HaveRegardTo:
		return "Regard be had to " + what + "."
	case v == HaveRegardToApprove:
		return "Regard having been had to " + what + ", it be approved."
	case v == Approve:
		return domain.Capital(what) + " be approved."
	case v == Note && isThat:
		return "It be noted that " + that + "."
	case v == Note:
		return domain.Capital(what) + " be noted."
	case isThat:
		return domain.Capital(that) + "."
	}
	return domain.Capital(what) + " be agreed."
}

func trimStop(words string) string { return strings.TrimRight(strings.TrimSpace(words), ". ") }

// Decides is a council whose Executive decides on recommendations.
type Decides struct {
	ID   domain.AuthorityID
	Name string
}

// Of is the council's Executive in words.
func (a Decides) Of() string {
	if a.Name == "" {
		return "the Executive"
	}
	return "the Executive of " + a.Name
}

// What is what the recommendation is about in the officer's words, without the verb: "" where it has none.
func (i ExecutiveItem) What() string {
	if i.Verb == InOtherWords {
		return ""
	}
	return trimStop(strings.TrimPrefix(i.Recommendation, domain.Capital(string(i.Verb))+" "))
}

// OwnMinutes is how the minutes put it where an officer worded that too; "" where it follows from the recommendation.
func (i ExecutiveItem) OwnMinutes() string {
	if i.Verb != InOtherWords && i.IfAgreed == i.Verb.Resolves(i.What()) {
		return ""
	}
	return i.IfAgreed
}

// Wording is a recommendation as an officer words it.
type Wording struct {
	Subject domain.SubjectID // of a new one
	About   ItemAbout        // of a new one
	Bid     domain.BidID     // of a new one about a bid
	Asked   *domain.Pence    // what that bid asks for
	Verb    Verb
	What    string // with a verb: what the Executive is to approve, note …
	Text    string // in other words: the whole recommendation
	Minutes string // how the minutes put it; with a verb it may be left out
	Decides Decides
}

// ReportOpen reports whether the report can be changed: nothing is recorded on it yet, by no council.
func (d ExecutiveDecision) ReportOpen() bool {
	return !d.Recorded() && (d.State == ExecutiveDrafted || d.State == ExecutiveScheduled) &&
		!slices.ContainsFunc(d.Beside, func(b Beside) bool { return !b.Open() })
}

// CheckReportOpen refuses a change of a report on which something is recorded, in words: a *BlockedError.
func (d ExecutiveDecision) CheckReportOpen() error {
	if d.ReportOpen() {
		return nil
	}
	words := "The Executive’s decision on this report is " + string(d.State) + ": the report stays as it is"
	for _, b := range d.Beside {
		if !b.Open() {
			words = "The report stays as it is, for on it there is a decision of " + b.Words()
		}
	}
	if d.Recorded() {
		words = d.RecordedByName + " has recorded a decision on this report that waits to be confirmed: the report " +
			"stays as it is, unless the clerk schedules the decision again"
	}
	return &domain.BlockedError{Blockers: []domain.Blocker{{ID: "state", Words: words}}}
}

// Reword words the recommendation at the position anew. It returns a *BlockedError by field, and domain.ErrNotFound
// where there is none at the position.
func (d ExecutiveDecision) Reword(position int, w Wording) (ExecutiveDecision, error) {
	if err := d.CheckReportOpen(); err != nil {
		return d, err
	}
	if position < 1 || position > len(d.Items) {
		return d, domain.ErrNotFound
	}
	d.Items = slices.Clone(d.Items)
	i := &d.Items[position-1]
	w.Subject, w.About, w.Bid, w.Asked = i.Subject, i.About, i.Bid, i.Asked
	if err := d.put(i, w, position); err != nil {
		return d, err
	}
	d.order()
	return d, nil
}

// MostRecommendations is how many a report can have.
const MostRecommendations = 30

// Recommend adds a recommendation at the end: what concerns the plan comes before all else of its council. It returns
// a *BlockedError by field.
func (d ExecutiveDecision) Recommend(w Wording) (ExecutiveDecision, error) {
	if err := d.CheckReportOpen(); err != nil {
		return d, err
	}
	if len(d.Items) >= MostRecommendations {
		return d, domain.Blocked("about", fmt.Sprintf("A report has at most %d recommendations", MostRecommendations))
	}
	var i ExecutiveItem
	if err := d.put(&i, w, 0); err != nil {
		return d, err
	}
	d.Items = append(slices.Clone(d.Items), i)
	d.order()
	return d, nil
}

// put fills an item from its wording. Position is its own among the items, zero for a new one.
func (d ExecutiveDecision) put(i *ExecutiveItem, w Wording, position int) error {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	for _, other := range d.Items {
		if other.Position == position || other.About != w.About || other.Subject != w.Subject {
			continue
		}
		switch {
		case w.About == AboutPlan && other.Authority == w.Decides.ID:
			add("authority", fmt.Sprintf("Recommendation (%s) asks %s to decide on the plan already", other.Numeral(),
				w.Decides.Of()))
		case w.About == AboutBid && other.Bid == w.Bid:
			add("about", fmt.Sprintf("Recommendation (%s) is about this bid already", other.Numeral()))
		case w.About == AboutDelegation && other.Authority == w.Decides.ID:
			add("about", fmt.Sprintf("Recommendation (%s) is about delivery planning already", other.Numeral()))
		}
	}
	if w.Verb != InOtherWords {
		if trimStop(w.What) == "" {
			add("what", "Enter what the Executive is asked to "+string(w.Verb))
		}
		w.Text = w.Verb.Asks(w.What)
		if w.Minutes == "" {
			w.Minutes = w.Verb.Resolves(w.What)
		}
	}
	if w.Text == "" {
		add("what", "Enter the recommendation")
	}
	if w.Minutes == "" {
		add("minutes", "Enter how the minutes put it where it is agreed")
	}
	i.About, i.Bid, i.Asked, i.Verb, i.Recommendation, i.IfAgreed = w.About, w.Bid, w.Asked, w.Verb, w.Text, w.Minutes
	i.Subject, i.Authority, i.AuthorityName = w.Subject, w.Decides.ID, w.Decides.Name
	if len(list) > 0 {
		return &domain.BlockedError{Blockers: list}
	}
	return nil
}

// order puts what concerns a plan before all else of the same council on it, and numbers the recommendations.
func (d *ExecutiveDecision) order() {
	for n := range d.Items {
		if d.Items[n].About != AboutPlan {
			continue
		}
		plan := d.Items[n]
		first := slices.IndexFunc(d.Items, func(i ExecutiveItem) bool {
			return i.Authority == plan.Authority && i.Subject == plan.Subject
		})
		if first < n {
			d.Items = slices.Insert(slices.Delete(d.Items, n, n+1), first, plan)
		}
	}
	for n := range d.Items {
		d.Items[n].Position = n + 1
	}
}

// Unrecommend takes a recommendation out of the report. It returns a *BlockedError where it is the only one on the
// plan, and domain.ErrNotFound where there is none at the position.
func (d ExecutiveDecision) Unrecommend(position int) (ExecutiveDecision, error) {
	if err := d.CheckReportOpen(); err != nil {
		return d, err
	}
	if position < 1 || position > len(d.Items) {
		return d, domain.ErrNotFound
	}
	plans := 0
	for _, i := range d.Items {
		if i.About == AboutPlan && i.Subject == d.Items[position-1].Subject {
			plans++
		}
	}
	if d.Items[position-1].About == AboutPlan && plans == 1 {
		return d, &domain.BlockedError{Blockers: []domain.Blocker{{ID: "plan", Words: "The Executive decides on the " +
			"plan: this recommendation can be worded otherwise, and not be removed"}}}
	}
	d.Items = slices.Delete(slices.Clone(d.Items), position-1, position)
	d.order()
	return d, nil
}

// MoveRecommendation moves a recommendation one up or down. It returns a *BlockedError where it cannot go further, and
// domain.ErrNotFound where there is none at the position.
func (d ExecutiveDecision) MoveRecommendation(position int, up bool) (ExecutiveDecision, error) {
	if err := d.CheckReportOpen(); err != nil {
		return d, err
	}
	if position < 1 || position > len(d.Items) {
		return d, domain.ErrNotFound
	}
	if !d.Movable(position, up) {
		return d, &domain.BlockedError{Blockers: []domain.Blocker{{ID: "place", Words: "It cannot go further: what a " +
			"council decides on the plan comes first, for nothing else can be agreed without it"}}}
	}
	to := position
	if up {
		to = position - 2
	}
	d.Items = slices.Clone(d.Items)
	d.Items[position-1], d.Items[to] = d.Items[to], d.Items[position-1]
	d.order()
	return d, nil
}

// Movable reports whether a recommendation can go one up or down.
func (d ExecutiveDecision) Movable(position int, up bool) bool {
	other := position + 1
	if up {
		other = position - 1
	}
	if other < 1 || other > len(d.Items) {
		return false
	}
	a, b := d.Items[position-1], d.Items[other-1]
	if a.Authority != b.Authority || a.Subject != b.Subject {
		return true
	}
	return a.About != AboutPlan && b.About != AboutPlan
}

// recommended are the items as the report lists them: where it puts several plans, each with its own.
func recommended(items []ExecutiveItem, several bool) []ReportRecommendation {
	var list []ReportRecommendation
	for _, i := range items {
		r := ReportRecommendation{About: i.About, Bid: i.Bid, Asked: i.Asked, Verb: i.Verb,
			Text: i.Recommendation, IfAgreed: i.IfAgreed, AuthorityID: i.Authority, Authority: i.AuthorityName}
		if several {
			r.Subject = i.Subject
		}
		list = append(list, r)
	}
	return list
}

// Redraft puts the items of the decision into its report, and freezes that anew. What changes its words makes its next
// version; a clearance changes none. same reports whether nothing changed at all.
func (d ExecutiveDecision) Redraft(is ExecutiveReport, random io.Reader) (_ ExecutiveDecision, same bool, err error) {
	was, err := ReadExecutiveReport(d.Frozen())
	if err != nil {
		return d, false, err
	}
	is.Recommendations = recommended(d.Items, len(is.Plans) > 0)
	if same, err = alike(was, is); err != nil || same {
		return d, same, err
	}
	was.Clearances = is.Clearances
	words, err := alike(was, is)
	if err != nil {
		return d, false, err
	}
	is.Version = was.Current()
	if !words {
		is.Version++
	}
	frozen, err := is.Freeze(random)
	d.Report, d.ReportWords, d.ReportDigest = frozen.Text, frozen.Words, frozen.Digest()
	d.ReportVersion++
	return d, false, err
}

// alike reports whether two reports say the same.
func alike(a, b ExecutiveReport) (bool, error) {
	one, err := domain.Canonical(a)
	if err != nil {
		return false, err
	}
	other, err := domain.Canonical(b)
	return one == other, err
}
