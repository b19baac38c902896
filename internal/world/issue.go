package world

// Issue is something about a place that somebody wants put right, with how far it has come.
// Theme is a key of the themes; Source, Tier, Visibility and State are the domain's words.
type Issue struct {
	Key        string `json:"key"`
	Area       string `json:"-"` // key of the area in whose file it stands
	Title      string `json:"title"`
	Text       string `json:"text"`
	Theme      string `json:"theme"`
	Source     string `json:"source"`
	Place      string `json:"place,omitempty"` // key of one of the area's places; empty is the whole area
	Tier       string `json:"tier"`
	Visibility string `json:"visibility"`
	Day        Day    `json:"day"`                 // raised on
	By         string `json:"by"`                  // the person who entered it
	From       string `json:"from"`                // who it came from, as a kind of person: never a name
	Synthesis  bool   `json:"synthesis,omitempty"` // made by an officer out of those whose Into it is
	State      string `json:"state"`
	Settled    Day    `json:"settled,omitempty"` // the day on which it came to State, unless that is raised
	// key of the issue into which it was merged or synthesised; a synthesised one without stands on its own
	Into string `json:"into,omitempty"`
	// service or organisation to which it was referred, or whose quick win it is
	To     string `json:"to,omitempty"`
	Reason string `json:"reason,omitempty"` // what was said when it came to State
	// the state that the work on its area has brought it to since, where that is another
	Now      string         `json:"now,omitempty"`
	Evidence []Evidence     `json:"evidence,omitempty"`
	Comments []IssueComment `json:"comments,omitempty"`
	// what it said until an officer wrote it anew
	Rewritten *Rewritten `json:"rewritten,omitempty"`
}

// Rewritten is what an issue said until a day.
type Rewritten struct {
	Day   Day    `json:"day"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// IssueComment is what a Member said of an issue, and how it went on: corrected, answered by an officer, withdrawn.
type IssueComment struct {
	Member    string `json:"member"`
	Day       Day    `json:"day"`
	Text      string `json:"text"`
	Corrected Day    `json:"corrected,omitempty"`
	Now       string `json:"now,omitempty"` // what it says then
	Answered  Day    `json:"answered,omitempty"`
	Answer    string `json:"answer,omitempty"`
	Withdrawn Day    `json:"withdrawn,omitempty"`
	Why       string `json:"why,omitempty"`
}

// Evidence bears out an issue. Kind is statistic, quote, observation or document; Strength runs from 1, slight, to 3,
// strong.
type Evidence struct {
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	Source   string `json:"source"`
	Day      Day    `json:"day"`
	Strength int    `json:"strength"`
	// what it says since it was corrected on a day, or withdrawn where it says nothing any more, and why
	Corrected Day    `json:"corrected,omitempty"`
	Now       string `json:"now,omitempty"`
	Why       string `json:"why,omitempty"`
}

// Stands is the state in which the issue stands on the day of loading.
func (i Issue) Stands() string {
	if i.Now != "" {
		return i.Now
	}
	return i.State
}

// Triaged is the day on which an officer first sorted the issue; ok is false while nobody has.
func (i Issue) Triaged() (day Day, ok bool) {
	switch i.State {
	case "raised":
		return 0, false
	case "triaged":
		return i.Settled, true
	}
	return min(i.Day+6, i.Settled), true
}
