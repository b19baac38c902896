package world

// Solution is one way of dealing with an issue. State is idea, feasible, not feasible, chosen or not chosen; an idea
// that somebody was asked about is being tested; money is in whole pounds.
type Solution struct {
	Key          string `json:"key"`
	Issue        string `json:"issue"`
	Cause        string `json:"cause,omitempty"`
	Title        string `json:"title"`
	Text         string `json:"text"`
	DeliveredBy  string `json:"delivered_by"` // community | council | partner | jointly
	Service      string `json:"service,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Others       string `json:"others,omitempty"`
	Resources    string `json:"resources"`
	Cost         int64  `json:"cost"`
	CostAvoided  int64  `json:"cost_avoided,omitempty"`
	Day          Day    `json:"day"` // proposed on
	By           string `json:"by"`
	// somebody else with an account, for whom it was entered
	ProposedBy string            `json:"proposed_by,omitempty"`
	From       string            `json:"from,omitempty"` // those without one, in words
	Views      []FeasibilityView `json:"views"`
	Concluded  Day               `json:"concluded,omitempty"` // what the views come to follows from them
	Conclusion string            `json:"conclusion,omitempty"`
	State      string            `json:"state"`
	Settled    Day               `json:"settled,omitempty"` // chosen or not on
	Reason     string            `json:"reason,omitempty"`
	Told       Day               `json:"told,omitempty"` // when those without an account were told
	ToldHow    string            `json:"told_how,omitempty"`
}

// FeasibilityView is what one of those asked said. Of is service, partner, Member or community. One without a verdict
// is not finished.
type FeasibilityView struct {
	Of           string `json:"of"`
	Service      string `json:"service,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Member       string `json:"member,omitempty"`
	SaidBy       string `json:"said_by,omitempty"` // of the community
	Asked        Day    `json:"asked"`
	Verdict      string `json:"verdict,omitempty"`
	Day          Day    `json:"day,omitempty"`
	By           string `json:"by,omitempty"`    // who wrote it
	Draft        bool   `json:"draft,omitempty"` // begun and not finished
	Cost         *int64 `json:"cost,omitempty"`
	Reason       string `json:"reason,omitempty"`
}

// Stands is the state in which the solution stands: an idea that somebody was asked about is being tested.
func (s Solution) Stands() string {
	if s.State == "idea" && len(s.Views) > 0 {
		return "testing"
	}
	return s.State
}

// Verdict is what the finished views come to: feasible where each says so, not feasible where none sees a way, else
// feasible with changes.
func (s Solution) Verdict() string {
	said := map[string]int{}
	for _, v := range s.Views {
		said[v.Verdict]++
	}
	switch {
	case s.State == "not feasible":
		return "not feasible"
	case said["feasible"] == len(s.Views):
		return "feasible"
	}
	return "feasible with changes"
}

// Bid asks a funder for money; in whole pounds. Approved is what the Executive let it ask for.
type Bid struct {
	Key       string   `json:"key"`
	Title     string   `json:"title"`
	Funder    string   `json:"funder"`
	Amount    int64    `json:"amount"`
	Match     int64    `json:"match"`
	Deadline  Day      `json:"deadline"`
	Solutions []string `json:"solutions"`
	Day       Day      `json:"day"`
	By        string   `json:"by"`
	Drafting  Day      `json:"drafting"` // when drafting began; 0: it has not
	Approved  int64    `json:"approved"`
}
