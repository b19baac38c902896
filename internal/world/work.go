package world

// Work is how an area went on from the issues that its Members signed at gate 2, as far as a decision of the Executive.
// What it has not come to is nil. Who did what is said by keys, as everywhere; an issue is named by its key.
type Work struct {
	Area      string           `json:"area"`
	Timeline  *Timeline        `json:"timeline,omitempty"`
	Profile   *Profile         `json:"profile,omitempty"`
	Scores    []Scoring        `json:"scores"`
	Rounds    []Round          `json:"rounds"`
	Online    []OnlineRound    `json:"online,omitempty"`
	Reviews   []Review         `json:"reviews"`
	Causes    []Cause          `json:"causes"` // a parent comes before what lies under it
	Moves     []IssueMoved     `json:"moves"`  // where issues went that did not become priorities
	QuickWins []QuickWin       `json:"quick_wins"`
	Solutions []Solution       `json:"solutions"`
	Bids      []Bid            `json:"bids"`
	Plan      *Plan            `json:"plan,omitempty"`
	Feedback  []Feedback       `json:"feedback"`
	Executive *ExecutiveRecord `json:"executive,omitempty"`
}

// Timeline is what was changed of an area's cycle, and what was done of it. Changes says by how many days the end of a
// phase moved.
type Timeline struct {
	Begins  []PhaseBegun   `json:"begins"` // phases that an officer began; gates open the others
	Changes []Deviation    `json:"changes"`
	Added   []Deviation    `json:"added"`   // activities
	Skipped []Deviation    `json:"skipped"` // activities
	Targets []Deviation    `json:"targets"`
	Done    []ActivityDone `json:"done"`
}

// PhaseBegun is a phase that an officer began.
type PhaseBegun struct {
	Day   Day    `json:"day"`
	By    string `json:"by"`
	Phase string `json:"phase"`
}

// Deviation is a change of the timeline with its reason and the party that it is down to.
type Deviation struct {
	Day    Day    `json:"day"`
	By     string `json:"by"`
	Phase  string `json:"phase"`
	Days   int    `json:"days,omitempty"`  // by which both ends move
	Text   string `json:"text,omitempty"`  // of an activity
	On     Day    `json:"on,omitempty"`    // of a target
	Kind   string `json:"kind"`            // fitted, slipped or corrected
	Party  string `json:"party,omitempty"` // of what slipped
	Reason string `json:"reason"`
}

// ActivityDone says when an activity was done.
type ActivityDone struct {
	Day   Day    `json:"day"`
	By    string `json:"by"`
	Phase string `json:"phase"`
	Text  string `json:"text"`
}

// Profile is who lives in the area, group by group.
type Profile struct {
	Day    Day     `json:"day"`
	By     string  `json:"by"`
	Source string  `json:"source"`
	AsOf   Day     `json:"as_of"` // of the source's figures
	Groups []Group `json:"groups"`
}

// Group is a group of people with its size.
type Group struct {
	Name   string `json:"name"`
	People int    `json:"people"`
}

// Scoring is what one person gave on a day: points for each issue in the order of the criteria.
type Scoring struct {
	By    string        `json:"by"`
	Day   Day           `json:"day"`
	Given []IssuePoints `json:"given"`
}

// IssuePoints is an issue's points by each criterion.
type IssuePoints struct {
	Issue  string `json:"issue"`
	Points []int  `json:"points"`
}

// Round is one asking of the community for its priorities. Confirmed is nil while it does not stand.
type Round struct {
	Day         Day            `json:"day"` // entered on
	By          string         `json:"by"`
	Method      string         `json:"method"`
	Held        Day            `json:"held"`
	Place       string         `json:"place"`
	TakingPart  int            `json:"taking_part"`
	VotesEach   int            `json:"votes_each"`
	Note        string         `json:"note"`
	Votes       map[string]int `json:"votes"`
	Confirmed   *Day           `json:"confirmed,omitempty"`
	ConfirmedBy string         `json:"confirmed_by,omitempty"`
	Priorities  []string       `json:"priorities,omitempty"` // in the order of their votes
}

// OnlineRound is one asking of the community online, with the slips that were handed out and what was answered.
type OnlineRound struct {
	Day       Day            `json:"day"`
	By        string         `json:"by"`
	Opens     Day            `json:"opens"`
	Closes    Day            `json:"closes"`
	VotesEach int            `json:"votes_each"`
	Note      string         `json:"note"`
	Issues    []string       `json:"issues"`
	Slips     int            `json:"slips"`
	Answers   []OnlineAnswer `json:"answers"`
}

// OnlineAnswer is what one person answered: with their account, or with the next slip where By is empty.
type OnlineAnswer struct {
	Day   Day      `json:"day"`
	By    string   `json:"by,omitempty"`
	Votes []string `json:"votes"`
	Words string   `json:"words,omitempty"`
}

// Review asks a service or an organisation about a priority. Where it answered by letter, telephone or in a meeting,
// SaidBy says who did; where it neither answered nor was closed, it waits.
type Review struct {
	Day      Day    `json:"day"`
	By       string `json:"by"`
	To       string `json:"to"`
	Issue    string `json:"issue"`
	Ask      string `json:"ask"`
	Reply    Day    `json:"reply"` // asked for by then
	Answered Day    `json:"answered,omitempty"`
	Does     string `json:"does,omitempty"`
	Shows    string `json:"shows,omitempty"`
	Binds    string `json:"binds,omitempty"`
	SaidBy   string `json:"said_by,omitempty"`
	SaidHow  string `json:"said_how,omitempty"`
	Closed   Day    `json:"closed,omitempty"` // without an answer
	Reason   string `json:"reason,omitempty"`
}

// Cause is a finding under an issue, or under another cause of it.
type Cause struct {
	Key       string `json:"key"`
	Issue     string `json:"issue"`
	Parent    string `json:"parent,omitempty"`
	Text      string `json:"text"`
	TakenPart string `json:"taken_part"`
	Day       Day    `json:"day"`
	By        string `json:"by"`
}

// IssueMoved is a step that an officer took an issue by. State is the domain's word.
type IssueMoved struct {
	Issue  string `json:"issue"`
	Day    Day    `json:"day"`
	By     string `json:"by"`
	State  string `json:"state"`
	Reason string `json:"reason"`
}

// QuickWin is one that was proposed, with the day of each step that it has taken.
type QuickWin struct {
	Issue       string  `json:"issue"`
	Title       string  `json:"title"`
	Description string  `json:"description"`
	Service     string  `json:"service"`
	DeliveredBy string  `json:"delivered_by,omitempty"` // beside the service, in words
	WithinDuty  bool    `json:"within_duty,omitempty"`
	Due         Day     `json:"due"`
	Proposed    Day     `json:"proposed"`
	By          string  `json:"by"`
	Agreed      *Day    `json:"agreed,omitempty"`
	Started     *Day    `json:"started,omitempty"`
	Done        *Day    `json:"done,omitempty"`
	Proof       string  `json:"proof,omitempty"`  // how it was done
	Photos      string  `json:"photos,omitempty"` // what the photographs before and after show: a name of photo.go
	Confirmed   *Day    `json:"confirmed,omitempty"`
	ConfirmedBy string  `json:"confirmed_by,omitempty"`
	SaidBy      string  `json:"said_by,omitempty"` // who said on the spot that it was done
	Dropped     *Day    `json:"dropped,omitempty"`
	Promoted    *Day    `json:"promoted,omitempty"`
	Reason      string  `json:"reason,omitempty"` // why dropped or promoted
	Ask         *WinAsk `json:"ask,omitempty"`
}

// WinAsk asks a service or an organisation whether it does a quick win. Where it says that it will, that agrees it.
type WinAsk struct {
	Day      Day    `json:"day"`
	To       string `json:"to"`
	Question string `json:"question"`
	Answered Day    `json:"answered,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
	Words    string `json:"words,omitempty"`
	SaidBy   string `json:"said_by,omitempty"`
}

// agrees reports whether its answer agrees the quick win.
func (k *WinAsk) agrees() bool { return k != nil && k.Outcome == "will do it" }

// State is where the quick win has come to.
func (q QuickWin) State() string {
	for _, step := range []struct {
		day   *Day
		state string
	}{{q.Dropped, "dropped"}, {q.Promoted, "promoted"}, {q.Confirmed, "confirmed"}, {q.Done, "done"},
		{q.Started, "in progress"}, {q.Agreed, "agreed"}} {
		if step.day != nil {
			return step.state
		}
	}
	return "proposed"
}
