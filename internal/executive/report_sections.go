package executive

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
)

// SectionKind is one of the sections of the report that officers write beside what is drawn up from the records
// (domain §7.8).
type SectionKind string

// The sections.
const (
	SectionBackground   SectionKind = "background"
	SectionOptions      SectionKind = "options"
	SectionFinancial    SectionKind = "financial"
	SectionLegal        SectionKind = "legal"
	SectionEquality     SectionKind = "equality"
	SectionConsultation SectionKind = "consultation"
)

// SectionKinds lists them in the order of the report.
func SectionKinds() []SectionKind {
	return []SectionKind{SectionBackground, SectionConsultation, SectionOptions, SectionFinancial, SectionLegal,
		SectionEquality}
}

// Words is the section's title.
func (k SectionKind) Words() string {
	switch k {
	case SectionOptions:
		return "Options considered"
	case SectionFinancial:
		return "Financial implications"
	case SectionLegal:
		return "Legal implications"
	case SectionEquality:
		return "Equality implications"
	}
	return domain.Capital(string(k))
}

// beside is the heading of the generated part that says of the same matter; "" for none.
func (k SectionKind) beside() string {
	switch k {
	case SectionBackground, SectionConsultation, SectionFinancial:
		return k.Words()
	case SectionOptions:
		return "Risks, and alternatives considered"
	}
	return ""
}

// ReportSection is what an officer wrote.
type ReportSection struct {
	Kind   SectionKind    `json:"kind"`
	Body   string         `json:"body"`
	Exempt *ExemptSection `json:"exempt,omitempty"`
}

// ExemptSection is the part of a section that is not for the public.
type ExemptSection struct {
	Body      string `json:"body"`
	Paragraph string `json:"paragraph"` // of Schedule 12A to the Local Government Act 1972, or 7A in Scotland
	Reason    string `json:"reason"`    // why the public interest is in keeping it back
}

// EqualityAnswer is whether there is an equality assessment.
type EqualityAnswer string

// The answers.
const (
	EqualityDone      EqualityAnswer = "carried out"
	EqualityNotNeeded EqualityAnswer = "not needed"
)

// EqualityAnswers lists them.
func EqualityAnswers() []EqualityAnswer { return []EqualityAnswer{EqualityDone, EqualityNotNeeded} }

// EqualityAssessment is whether the effects on equality were assessed.
type EqualityAssessment struct {
	Answer EqualityAnswer `json:"answer"`
	Words  string         `json:"words"` // its title and where it can be read, or why none is needed
}

// ClearanceKind is on what a report is cleared.
type ClearanceKind string

// The clearances.
const (
	ClearedFinance  ClearanceKind = "finance"
	ClearedLegal    ClearanceKind = "legal"
	ClearedEquality ClearanceKind = "equality"
)

// ClearanceKinds lists them.
func ClearanceKinds() []ClearanceKind {
	return []ClearanceKind{ClearedFinance, ClearedLegal, ClearedEquality}
}

// Clearance is the word of an officer that the report may go to the Executive, on one version of it.
type Clearance struct {
	Kind    ClearanceKind `json:"kind"`
	By      string        `json:"by"` // name and post
	On      domain.Date   `json:"on"`
	Version int           `json:"version"`
}

// Words says who gave the clearance, when and on which version, and whether the report changed since.
func (c Clearance) Words(version int) string {
	words := fmt.Sprintf("%s on %s, on version %d", c.By, c.On.Words(), c.Version)
	if c.Version < version {
		words += fmt.Sprintf(". The report has changed since: this is version %d", version)
	}
	return words
}

// Current is the version of the report that its clearances speak of. Reports drafted before versions were counted are
// their own first.
func (r ExecutiveReport) Current() int { return max(r.Version, 1) }

// Section is what an officer wrote of a matter; its zero value where nobody did.
func (r PlanReport) Section(k SectionKind) ReportSection {
	for _, s := range r.Sections {
		if s.Kind == k {
			return s
		}
	}
	return ReportSection{Kind: k}
}

// Clearance is the newest of a kind; ok is false where there is none.
func (r ExecutiveReport) Clearance(k ClearanceKind) (newest Clearance, ok bool) {
	for _, c := range r.Clearances {
		if c.Kind == k {
			newest, ok = c, true
		}
	}
	return newest, ok
}

// WithSection puts a section into the report, or takes it out where nothing is written. It returns a *BlockedError by
// field.
func (r PlanReport) WithSection(s ReportSection) (PlanReport, error) {
	if !slices.Contains(SectionKinds(), s.Kind) {
		return r, domain.ErrNotFound
	}
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if e := s.Exempt; e != nil && *e != (ExemptSection{}) {
		if e.Body == "" {
			add("exempt", "Enter what is exempt, or clear its paragraph and its reason")
		}
		if e.Paragraph == "" {
			add("paragraph", "Enter the paragraph under which it is exempt")
		}
		if e.Reason == "" {
			add("exempt_reason", "Enter why the public interest is in keeping it back")
		}
	} else {
		s.Exempt = nil
	}
	if len(list) > 0 {
		return r, &domain.BlockedError{Blockers: list}
	}
	sections := make([]ReportSection, 0, len(SectionKinds()))
	for _, k := range SectionKinds() {
		is := r.Section(k)
		if k == s.Kind {
			is = s
		}
		if is.Body != "" || is.Exempt != nil {
			sections = append(sections, is)
		}
	}
	r.Sections = sections
	return r, nil
}

// WithPapers lists the background papers, and what is known of the equality assessment. It returns a *BlockedError by
// field.
func (r PlanReport) WithPapers(papers []string, e EqualityAssessment) (PlanReport, error) {
	switch {
	case e.Answer == "" && e.Words != "":
		return r, domain.Blocked("equality", "Say whether an equality assessment was carried out")
	case e.Answer == EqualityDone && e.Words == "":
		return r, domain.Blocked("assessment", "Enter its title, and where it can be read")
	case e.Answer == EqualityNotNeeded && e.Words == "":
		return r, domain.Blocked("assessment", "Enter why no equality assessment is needed")
	}
	r.Papers, r.Equality = papers, nil
	if e.Answer != "" {
		r.Equality = &e
	}
	return r, nil
}

// Cleared adds a clearance. It returns a *BlockedError by field.
func (r ExecutiveReport) Cleared(c Clearance, today domain.Date) (ExecutiveReport, error) {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if !slices.Contains(ClearanceKinds(), c.Kind) {
		add("kind", "Choose what is cleared")
	}
	if c.By == "" {
		add("by", "Enter who gave the clearance: name and post")
	}
	switch {
	case c.On.IsZero():
		add("on", "Enter the day on which the clearance was given")
	case c.On.After(today):
		add("on", "The day of the clearance must be today or in the past")
	case c.On.Before(r.DraftedOn):
		add("on", "The report was drafted on "+r.DraftedOn.Words()+": it cannot be cleared before that")
	}
	if c.Version < 1 || c.Version > r.Current() {
		add("version_cleared", fmt.Sprintf("Enter the version that was cleared, from 1 to %d", r.Current()))
	}
	if len(list) > 0 {
		return r, &domain.BlockedError{Blockers: list}
	}
	r.Clearances = append(slices.Clone(r.Clearances), c)
	return r, nil
}

// NumberedPart is a part of the report as it is read: what was drawn up from the records, what an officer wrote beside
// it, or both.
type NumberedPart struct {
	Heading   string
	Generated ReportPart
	Officer   ReportSection
}

// Numbered are the parts of the report in their order.
func (r PlanReport) Numbered() []NumberedPart {
	var list []NumberedPart
	placed := map[SectionKind]bool{}
	for _, p := range r.Parts {
		part := NumberedPart{Heading: p.Heading, Generated: p}
		for _, s := range r.Sections {
			if s.Kind.beside() == p.Heading {
				part.Officer, placed[s.Kind] = s, true
			}
		}
		list = append(list, part)
	}
	for _, s := range r.Sections {
		if !placed[s.Kind] {
			list = append(list, NumberedPart{Heading: s.Kind.Words(), Officer: s})
		}
	}
	return list
}
