package executive

import (
	"io"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/plans"
	"fourgates/internal/register"
	"fourgates/internal/restrictions"
)

// ExecutiveReport is the report to the Executive, made from the records when Members have passed gate 3 (002; H1). It
// is frozen with its digest. A report that puts several plans has each of them in Plans, and of the plan of its own no
// more than a title and the last day on which one of them was drafted.
type ExecutiveReport struct {
	PlanReport
	Format          int                    `json:"format"`
	Plans           []PlanReport           `json:"plans,omitempty"`
	Recommendations []ReportRecommendation `json:"recommendations"`

	Version    int         `json:"version,omitempty"` // counts the changes of its words; zero in older ones
	Clearances []Clearance `json:"clearances,omitempty"`

	Withheld register.Gaps `json:"-"` // the lines that are withheld from the reader, or erased since it was frozen
}

// PlanReport is what a report says of one plan: drawn up from the records, and what officers wrote beside it.
type PlanReport struct {
	Subject     domain.SubjectID `json:"subject,omitempty"` // where the report puts several plans
	Title       string           `json:"title"`
	AreaCode    string           `json:"area_code"`
	AreaName    string           `json:"area_name"`
	Cycle       int              `json:"cycle"`
	Attempt     int              `json:"attempt"`
	Snapshot    string           `json:"snapshot" frozen:"blank"` // digest in hex of what Members signed
	PlanVersion int              `json:"plan_version"`
	DraftedOn   domain.Date      `json:"drafted_on"`
	Parts       []ReportPart     `json:"parts"`

	Sections []ReportSection     `json:"sections,omitempty"`
	Papers   []string            `json:"background_papers,omitempty"`
	Equality *EqualityAssessment `json:"equality_assessment,omitempty"`
}

// ReportPart is a numbered part of the report.
type ReportPart struct {
	Heading string        `json:"heading"`
	Text    []string      `json:"text"` // paragraphs
	Tables  []ReportTable `json:"tables,omitempty"`
}

// ReportTable is a table of a part.
type ReportTable struct {
	Caption string     `json:"caption"`
	Head    []string   `json:"head"`
	Rows    [][]string `json:"rows"`
}

// ReportRecommendation is one recommendation, numbered (i), (ii) …, and how the minutes resolve it where it is agreed
// (002).
type ReportRecommendation struct {
	About    ItemAbout     `json:"about"`
	Bid      domain.BidID  `json:"bid,omitempty"`
	Asked    *domain.Pence `json:"asked_pence,omitempty"`
	Verb     Verb          `json:"verb,omitempty"`
	Text     string        `json:"text"`
	IfAgreed string        `json:"if_agreed"`

	AuthorityID domain.AuthorityID `json:"authority_id,omitempty"`
	Authority   string             `json:"authority,omitempty"` // whose Executive decides on it
	Subject     domain.SubjectID   `json:"subject,omitempty"`   // where the report puts several plans
}

// Items are the recommendations as they are put to the Executive.
func (r ExecutiveReport) Items() []ExecutiveItem {
	var items []ExecutiveItem
	for n, rec := range r.Recommendations {
		items = append(items, ExecutiveItem{Position: n + 1, About: rec.About, Bid: rec.Bid, Asked: rec.Asked,
			Verb: rec.Verb, Recommendation: rec.Text, IfAgreed: rec.IfAgreed, Authority: rec.AuthorityID,
			AuthorityName: rec.Authority, Subject: rec.Subject})
	}
	return items
}

// Freeze freezes the report in lines, with salts from the random source: what is exempt in it can be withheld.
func (r ExecutiveReport) Freeze(random io.Reader) (register.Frozen, error) {
	return register.Freeze("report to the Executive", r, random)
}

// ReadExecutiveReport reads what Freeze gave, or the JSON that reports were before they were frozen in lines.
func ReadExecutiveReport(f register.Frozen) (ExecutiveReport, error) {
	var r ExecutiveReport
	gaps, err := f.Read(&r)
	for _, g := range gaps {
		if g.Why != "" { // of what is exempt, the page says under which paragraph
			r.Withheld = append(r.Withheld, g)
		}
	}
	return r, err
}

// Frozen is the report of the decision as it is kept, without the lines that who loaded the decision may not see.
func (d ExecutiveDecision) Frozen() register.Frozen {
	return restrictions.Withheld(register.Frozen{Text: d.Report, Words: d.ReportWords}, d.Restricted)
}

// ReportFacts is what the report is made from.
type ReportFacts struct {
	Attempt     gates.Attempt // the passing of the Members' part
	Snapshot    gates.Snapshot
	Plan        plans.PlanDocument
	PlanVersion int
	Passed      []gates.Attempt // of earlier gates, that count
	Signed      []gates.Signatory
	Conditions  []gates.Condition // of the cycle: set at this gate, or still open from those before it
	FeedbackOn  domain.Date       // of the newest entry of the feedback log; zero for none
	On          domain.Date
	Decides     Decides // the council whose Executive is proposed to decide
}

// DraftReport writes the report.
func DraftReport(f ReportFacts) ExecutiveReport {
	return ExecutiveReport{
		Format: 1, Version: 1, Recommendations: f.recommendations(),
		PlanReport: PlanReport{Title: "Draft Local Community Action Plan for " + f.Plan.AreaName,
			AreaCode: f.Plan.AreaCode, AreaName: f.Plan.AreaName, Cycle: f.Plan.Cycle, Attempt: f.Attempt.Number,
			Snapshot:    f.Attempt.Digest.String(),
			PlanVersion: f.PlanVersion, DraftedOn: f.On,
			Parts: []ReportPart{
				f.purpose(), f.background(), f.consultation(), f.plan(), f.bids(), f.financial(), f.members(),
				f.alternatives(),
			}},
	}
}
