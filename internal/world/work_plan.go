package world

// Plan is an area's plan as it was written. Rewrites are sections written anew after comments.
type Plan struct {
	Started  Day           `json:"started"`
	By       string        `json:"by"`
	Title    string        `json:"title"`
	Sections []Section     `json:"sections"`
	Rewrites []Section     `json:"rewrites"`
	Comments []Comment     `json:"comments"`
	Links    []Link        `json:"links"`
	Actions  []Action      `json:"actions"`
	Said     []Said        `json:"said,omitempty"`
	Advice   []Advice      `json:"advice,omitempty"`
	Versions []PlanVersion `json:"versions"` // that were frozen by hand; gates freeze others
}

// Section is a written part of a plan. Key is one of the domain's parts of a plan.
type Section struct {
	Key  string `json:"key"`
	Day  Day    `json:"day"`
	By   string `json:"by"`
	Text string `json:"text"`
}

// Comment is something that somebody said of a section, with its answer or none yet.
type Comment struct {
	Key      string `json:"key"`
	Section  string `json:"section"`
	Day      Day    `json:"day"`
	By       string `json:"by"`
	Text     string `json:"text"`
	Answer   string `json:"answer"`
	Answered Day    `json:"answered"`
}

// Link is another document that the plan rests on or serves.
type Link struct {
	Kind      string `json:"kind"`
	Title     string `json:"title"`
	Reference string `json:"reference"`
	Issue     string `json:"issue"`
	Day       Day    `json:"day"`
	By        string `json:"by"`
}

// Action is something that the plan proposes to do, for a chosen solution. Its lead is a service or an organisation;
// cost is in whole pounds.
type Action struct {
	Key          string `json:"key"`
	Solution     string `json:"solution"`
	Title        string `json:"title"`
	Text         string `json:"text"`
	Service      string `json:"service,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Supporters   string `json:"supporters"`
	Due          Day    `json:"due"`
	Cost         int64  `json:"cost"`
	Day          Day    `json:"day"`
	By           string `json:"by"`
}

// Said is a comment on an action.
type Said struct {
	Day    Day    `json:"day"`
	By     string `json:"by"`
	Action string `json:"action"`
	Text   string `json:"text"`
}

// Advice is what a coordinator advised, and what came of it.
type Advice struct {
	Day          Day    `json:"day"`
	By           string `json:"by"`
	Action       string `json:"action,omitempty"`
	About        string `json:"about,omitempty"`
	Service      string `json:"service,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	To           string `json:"to,omitempty"`
	Text         string `json:"text"`
	Came         Day    `json:"came,omitempty"`
	CameOfIt     string `json:"came_of_it,omitempty"`
}

// PlanVersion is a version that was frozen.
type PlanVersion struct {
	Day  Day    `json:"day"`
	By   string `json:"by"`
	Note string `json:"note"`
}

// Feedback is something that was fed back to people, outside the application.
type Feedback struct {
	Day   Day    `json:"day"`
	By    string `json:"by"`
	To    string `json:"to"`
	Text  string `json:"text"`
	Issue string `json:"issue,omitempty"`
}

// ExecutiveRecord is the Executive part of gate 3: when and by whom it was to be decided, and what was. What has not
// come is 0 or empty.
type ExecutiveRecord struct {
	Council   string `json:"council,omitempty"` // whose Executive decides; none where the plan has one council's alone
	By        string `json:"by"`                // the clerk
	Scheduled Day    `json:"scheduled"`         // put on an agenda
	// moved from the agenda of Moved to that of Meets
	Rescheduled Day `json:"rescheduled,omitempty"`
	Moved       Day `json:"moved,omitempty"`
	Meets       Day `json:"meets"`
	// the Executive Member; empty: the Executive decides
	DelegatedTo   string                `json:"delegated_to,omitempty"`
	WithOfficer   string                `json:"with_officer,omitempty"` // who decides jointly
	KeyDecision   bool                  `json:"key_decision"`
	KeyReason     string                `json:"key_reason,omitempty"` // why it is none, where one is proposed
	ForwardPlan   string                `json:"forward_plan"`
	Announced     Day                   `json:"announced,omitempty"` // in the forward plan, as a key decision
	Decided       Day                   `json:"decided,omitempty"`
	Published     Day                   `json:"published,omitempty"`
	Reasons       string                `json:"reasons,omitempty"`
	Alternatives  string                `json:"alternatives,omitempty"`
	Interests     string                `json:"interests,omitempty"`
	Dispensations string                `json:"dispensations,omitempty"`
	Plan          string                `json:"plan,omitempty"` // agreed | amended | not agreed
	Bids          map[string]BidOutcome `json:"bids,omitempty"`
	Correction    *Correction           `json:"correction,omitempty"` // of the record, before it was published
	CallIn        *CallIn               `json:"call_in,omitempty"`

	Report *ReportWork      `json:"report,omitempty"` // what officers wrote in the report
	Beside *ExecutiveRecord `json:"beside,omitempty"` // what another council decides on the same report
}

// ReportWork is what an officer added to the report to the Executive before anything was recorded on it.
type ReportWork struct {
	Day        Day             `json:"day"`
	By         string          `json:"by"`
	Sections   []ReportWriting `json:"sections"`
	Papers     []string        `json:"papers"`
	Equality   string          `json:"equality"` // where the assessment that was carried out can be read
	Recommends []Recommends    `json:"recommends"`
	Clearances []ReportCleared `json:"clearances"` // of the version that all of the above made
}

// ReportWriting is a section of the report. What is exempt in it has its paragraph and why it is kept back.
type ReportWriting struct {
	Kind      string `json:"kind"`
	Text      string `json:"text"`
	Exempt    string `json:"exempt,omitempty"`
	Paragraph string `json:"paragraph,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

// Recommends is a recommendation that an officer added: About is plan or other.
type Recommends struct {
	Council string `json:"council"`
	About   string `json:"about"`
	Verb    string `json:"verb"`
	What    string `json:"what"`
}

// ReportCleared is a clearance of the report.
type ReportCleared struct {
	Kind string `json:"kind"`
	By   string `json:"by"` // name and post
}

// Correction says that a bid was first recorded with another sum, in whole pounds.
type Correction struct {
	Day   Day    `json:"day"`
	Bid   string `json:"bid"`
	First int64  `json:"first"`
	Why   string `json:"why"`
}

// CallIn is a request to look at the decision again, and what a body decided on it.
type CallIn struct {
	Day     Day    `json:"day"`
	By      string `json:"by"`
	Members int    `json:"members"`
	Reason  string `json:"reason"`
	Closed  Day    `json:"closed"`
	Outcome string `json:"outcome"`
	Body    string `json:"body"`
	Minute  string `json:"minute"`
	Words   string `json:"words"`
}

// BidOutcome is what was decided on a bid. Approved, in whole pounds, and Resolved are said where it was amended.
type BidOutcome struct {
	Outcome  string `json:"outcome"`
	Approved int64  `json:"approved,omitempty"`
	Resolved string `json:"resolved,omitempty"`
}
