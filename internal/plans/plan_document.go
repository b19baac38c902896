package plans

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/register"
	"fourgates/internal/solutions"
)

// PlanDocument is a plan whole: what the records say with the sections written around it (E7). It is the same for every
// reader: restricted issues are counted and never named, and a feasibility view stands in it only once it is finished.
// Lists come in the order in which they are read.
type PlanDocument struct {
	Format   int           `json:"format"` // of this struct, so that old versions stay readable
	Area     domain.AreaID `json:"area"`
	AreaCode string        `json:"area_code"`
	AreaName string        `json:"area_name"`
	About    string        `json:"about"` // why the area was chosen
	Cycle    int           `json:"cycle"`
	Plan     domain.PlanID `json:"plan"`
	Title    string        `json:"title"`

	Profile    PlanProfile    `json:"profile"`
	Said       PlanSaid       `json:"said"`
	Round      *PlanRound     `json:"round,omitempty"` // the newest confirmed priority round; nil: none yet
	Priorities []PlanPriority `json:"priorities"`
	// chosen, not chosen and not feasible ones; those still worked up are counted
	Solutions  []PlanSolution  `json:"solutions"`
	Unsettled  int             `json:"unsettled"` // solutions that are neither chosen nor turned down
	Actions    []PlanAction    `json:"actions"`
	Bids       []PlanBid       `json:"bids"`
	NoBids     string          `json:"no_bids,omitempty"` // why there are none, where that is stated
	Sections   []PlanSection   `json:"sections"`
	Links      []PlanLink      `json:"links"`
	Signatures []PlanSignature `json:"signatures"`

	Issues []issues.WholeIssue `json:"issues,omitempty"` // that it names, with what they were made from; since format 2

	// counted, never listed; what hangs on them is left out too
	RestrictedPriorities int `json:"restricted_priorities,omitempty"`

	Withheld register.Gaps `json:"-"` // the lines that are withheld from the reader, or erased since it was frozen
}

// PlanProfile is the area in numbers.
type PlanProfile struct {
	Seats        int         `json:"seats"`   // wards and divisions that the boundary overlaps; parishes not counted
	Network      int         `json:"network"` // contacts, each once
	PatchWorkers int         `json:"patch_workers"`
	Source       string      `json:"source,omitempty"` // of the groups
	Groups       []PlanGroup `json:"groups"`           // of the newest profile, largest first
}

// PlanGroup is a group of the area's people with its size.
type PlanGroup struct {
	Name   string `json:"name"`
	People int    `json:"people"`
}

// PlanSaid is what people said, counted, with quotations from evidence of public issues. Issues made by synthesis count
// through their members.
type PlanSaid struct {
	Issues  int         `json:"issues"`
	Sources []PlanCount `json:"sources"` // by source class, every class
	Themes  []PlanCount `json:"themes"`  // by theme, most first; those without one last, as ""
	Quotes  []PlanQuote `json:"quotes"`  // strongest first, at most MostQuotes
}

// MostQuotes is how many quotations a plan carries.
const MostQuotes = 40

// PlanCount is a name with how many issues it has.
type PlanCount struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// PlanQuote is a quotation from evidence.
type PlanQuote struct {
	Text   string      `json:"text"`
	Source string      `json:"source"`
	On     domain.Date `json:"on"`
}

// PlanRound is the community priority round that the priorities come from (D9).
type PlanRound struct {
	Method      string      `json:"method"`
	HeldOn      domain.Date `json:"held_on"`
	Place       string      `json:"place"`
	TakingPart  int         `json:"taking_part"`
	ConfirmedOn domain.Date `json:"confirmed_on"`
	VotesEach   int         `json:"votes_each,omitempty"`
	Note        string      `json:"note,omitempty"`
}

// PlanPriority is an issue confirmed as a priority with the community, with its causes. Equal votes share a rank.
type PlanPriority struct {
	Rank    int               `json:"rank"`
	Issue   domain.IssueID    `json:"issue"`
	Title   string            `json:"title"`
	Theme   string            `json:"theme"`
	Tier    string            `json:"tier"`
	State   issues.IssueState `json:"state"`
	Reason  string            `json:"reason"` // of its state, such as why it is not taken forward
	Votes   int               `json:"votes"`
	Members []domain.IssueID  `json:"members"` // of the synthesis
	Causes  []PlanCause       `json:"causes"`  // the tree, parents before children
}

// PlanCause is a cause of a priority, found with the community (D10).
type PlanCause struct {
	ID        domain.CauseID `json:"id"`
	Parent    domain.CauseID `json:"parent,omitempty"`
	Depth     int            `json:"depth"` // 0 for a cause of the issue itself
	Text      string         `json:"text"`
	TakenPart string         `json:"taken_part"`
}

// PlanSolution is a solution as the plan tells it, with the views that are finished.
type PlanSolution struct {
	ID          domain.SolutionID `json:"id"`
	Issue       domain.IssueID    `json:"issue"`
	IssueTitle  string            `json:"issue_title"`
	Cause       domain.CauseID    `json:"cause,omitempty"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	DeliveredBy string            `json:"delivered_by"`
	Resources   string            `json:"resources"`
	Cost        *domain.Pence     `json:"cost"`
	CostAvoided *domain.Pence     `json:"cost_avoided"`
	State       string            `json:"state"`
	Reason      string            `json:"reason"`
	Views       []PlanView        `json:"views"`

	// what was proposed, where the Executive agreed actions of it for another cost
	ProposedCost *domain.Pence `json:"proposed_cost,omitempty"`

	CauseText   string      `json:"cause_text,omitempty"`
	Deliverers  string      `json:"deliverers,omitempty"` // by name
	Verdict     string      `json:"verdict,omitempty"`    // what testing came to
	Conclusion  string      `json:"conclusion,omitempty"` // the words to it
	ProposedBy  string      `json:"proposed_by,omitempty"`
	ProposedFor string      `json:"proposed_for,omitempty"`
	ProposedOn  domain.Date `json:"proposed_on"`
}

// CostWords is what the solution costs, with what was proposed where the Executive agreed otherwise.
func (s PlanSolution) CostWords() string {
	if s.ProposedCost == nil {
		return domain.MoneyWords(s.Cost)
	}
	return domain.AgreedWords(s.Cost, s.ProposedCost)
}

// AsProposed is the solution with the cost that its own record says, whatever was agreed of its actions.
func (s PlanSolution) AsProposed() PlanSolution {
	if s.ProposedCost != nil {
		s.Cost, s.ProposedCost = s.ProposedCost, nil
	}
	return s
}

// The states of solutions that a plan tells.
const (
	PlanChosen      = "chosen"
	PlanNotChosen   = "not chosen"
	PlanNotFeasible = "not feasible"
)

// PlanView is a finished view on whether a solution is feasible.
type PlanView struct {
	AskedOf string        `json:"asked_of"` // service, partner, Member or community
	Name    string        `json:"name"`     // of the service or organisation, or who said it
	Verdict string        `json:"verdict"`
	Cost    *domain.Pence `json:"cost"`
	Reason  string        `json:"reason"`

	Question   string      `json:"question,omitempty"`
	SaidBy     string      `json:"said_by,omitempty"`
	AnsweredBy string      `json:"answered_by,omitempty"`
	FinishedOn domain.Date `json:"finished_on"`
}

// PlanAction is a proposed action.
type PlanAction struct {
	ID            domain.ActionID   `json:"id"`
	Solution      domain.SolutionID `json:"solution,omitempty"`
	SolutionTitle string            `json:"solution_title,omitempty"`
	Issue         domain.IssueID    `json:"issue,omitempty"`
	IssueTitle    string            `json:"issue_title,omitempty"`
	Title         string            `json:"title"`
	Description   string            `json:"description"`
	// the service with its authority, or the organisation; "" for none yet
	Lead       string        `json:"lead"`
	Supporters string        `json:"supporters"`
	DueOn      domain.Date   `json:"due_on"`
	Cost       *domain.Pence `json:"cost"`
	State      string        `json:"state"`

	Proposed *PlanProposed `json:"proposed,omitempty"` // where the Executive agreed it otherwise
}

// PlanProposed is an action as it was proposed to the Executive, which agreed it otherwise.
type PlanProposed struct {
	Title string        `json:"title"`
	DueOn domain.Date   `json:"due_on"`
	Cost  *domain.Pence `json:"cost"`
}

// PlanBid is a bid for funding with the solutions that it funds.
type PlanBid struct {
	ID        domain.BidID        `json:"id"`
	Title     string              `json:"title"`
	Funder    string              `json:"funder"`
	Amount    domain.Pence        `json:"amount"`
	Match     domain.Pence        `json:"match"`
	Deadline  domain.Date         `json:"deadline"`
	State     string              `json:"state"`
	Reason    string              `json:"reason"`
	Solutions []domain.SolutionID `json:"solutions"`
	Funds     []string            `json:"funds"` // their titles, in the same order

	Restricted int           `json:"restricted_solutions,omitempty"` // that it funds too: counted, never listed
	Approved   *domain.Pence `json:"approved,omitempty"`             // by the Executive, to be asked for
	Won        *domain.Pence `json:"won,omitempty"`
	NotAgreed  string        `json:"not_agreed,omitempty"` // why the Executive did not agree it
}

// Stands is the sum that counts: what the Executive agreed, and before that what is proposed.
func (b PlanBid) Stands() domain.Pence {
	if b.Approved != nil {
		return *b.Approved
	}
	return b.Amount
}

// SumWords is that sum, with what was proposed where the Executive agreed another.
func (b PlanBid) SumWords() string {
	stands := b.Stands()
	return domain.AgreedWords(&stands, &b.Amount)
}

// PlanSection is a written section as it stands in the document.
type PlanSection struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Body  string `json:"body"`
}

// PlanLink leads to another plan or objective that this one serves (E9).
type PlanLink struct {
	ID        domain.PlanLinkID `json:"id"`
	Kind      string            `json:"kind"`
	Title     string            `json:"title"`
	Reference string            `json:"reference"`
	Link      string            `json:"link" frozen:"blank"`
	Issue     domain.IssueID    `json:"issue,omitempty"`
}

// PlanSignature is a gate that passed on the way to the plan, with who signed it.
type PlanSignature struct {
	Gate    domain.Gate  `json:"gate"`
	Cycle   int          `json:"cycle,omitempty"` // in a thread alone: a plan is of one cycle
	Attempt int          `json:"attempt"`
	Outcome string       `json:"outcome"`
	On      domain.Date  `json:"on"`
	Digest  string       `json:"digest"`
	Signed  []PlanSigner `json:"signed"`
}

// PlanSigner is one signature.
type PlanSigner struct {
	Name     string      `json:"name"`
	Seat     string      `json:"seat"`
	Decision string      `json:"decision"`
	On       domain.Date `json:"on"`
}

// Section is the written section of the key; the zero section where there is none.
func (d PlanDocument) Section(key string) PlanSection {
	for _, s := range d.Sections {
		if s.Key == key {
			return s
		}
	}
	return PlanSection{}
}

// Answered lists the issues for which the plan has a chosen solution, each once, by identifier.
func (d PlanDocument) Answered() []domain.IssueID {
	var ids []domain.IssueID
	for _, s := range d.Solutions {
		if s.State == string(solutions.SolutionChosen) {
			ids = append(ids, s.Issue)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// SolutionsFor lists the solutions of an issue that stand in one of the states, or in any where none is named.
func (d PlanDocument) SolutionsFor(issue domain.IssueID, states ...string) []PlanSolution {
	var found []PlanSolution
	for _, s := range d.Solutions {
		if s.Issue == issue && (len(states) == 0 || slices.Contains(states, s.State)) {
			found = append(found, s)
		}
	}
	return found
}

// ActionsOf lists the actions under a solution.
func (d PlanDocument) ActionsOf(solution domain.SolutionID) []PlanAction {
	var found []PlanAction
	for _, a := range d.Actions {
		if a.Solution == solution {
			found = append(found, a)
		}
	}
	return found
}

// BidTotals are the sums sought and matched over the bids that are neither lost nor withdrawn, nor refused by the
// Executive: what it agreed, and before that what is proposed.
func (d PlanDocument) BidTotals() (amount, match domain.Pence) {
	for _, b := range d.Bids {
		if b.State != "lost" && b.State != "withdrawn" && b.NotAgreed == "" {
			amount, match = amount+b.Stands(), match+b.Match
		}
	}
	return amount, match
}

// BidsProposed is the sum that those bids were proposed for.
func (d PlanDocument) BidsProposed() (amount domain.Pence) {
	for _, b := range d.Bids {
		if b.State != "lost" && b.State != "withdrawn" && b.NotAgreed == "" {
			amount += b.Amount
		}
	}
	return amount
}
