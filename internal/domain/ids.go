package domain

import "slices"

// Identifiers are types, so that an area can never be passed where an issue is meant.
type (
	PersonID       int64
	HoldID         int64
	LinkID         int64
	AuthorityID    int64
	SeatID         int64
	TermID         int64
	SubstituteID   int64
	SeatFileID     int64
	SeatOrderID    int64
	MergerOrderID  int64
	ImportFileID   int64
	PaperID        int64
	AreaID         int64
	PlaceID        int64
	AssignmentID   int64
	OrganisationID int64
	ContactID      int64
	ContactRoleID  int64
	NetworkEntryID int64
	ServiceID      int64
	ServicePostID  int64
	ThemeID        int64
	IssueID        int64
	EvidenceID     int64
	FileID         int64
	AskID          int64
	ReplyID        int64 // one reply of several who are asked
	AttemptID      int64
	BatchID        int64
	SignatureID    int64
	ConditionID    int64
	StepID         int64 // of a condition's life
	NoticeID       int64
	SignInID       int64
	InvitationID   int64
	GrantID        int64
	DeputyID       int64
	ExecutiveID    int64
	ReportID       int64 // of a report to Executives
	SubjectID      int64 // of what such a report puts to be decided
	CauseID        int64
	SolutionID     int64
	ViewID         int64 // of a view on a solution's feasibility
	BidID          int64
	ActivityID     int64
	CalendarFeedID int64
	CriterionID    int64
	RoundID        int64
	OnlineRoundID  int64
	ReviewID       int64
	SynthesisID    int64
	IssueCommentID int64
	QuickWinID     int64
	ProfileID      int64
	PlanID         int64
	PlanVersionID  int64
	PlanCommentID  int64
	PlanLinkID     int64
	ActionID       int64
	FeedbackID     int64
	DiaryEntryID   int64
	RiskID         int64
	AdviceID       int64
	JobID          int64 // of a piece of work in the background
	MailID         int64
)

// Self is a person by each of their accounts, the one that they use first. Rules that keep powers apart ask it and
// never compare an account's id: a second account of a person is seen as that person (domain §1, separation of duties).
type Self []PersonID

// Is reports whether the account is one of the person's.
func (s Self) Is(p PersonID) bool { return p != 0 && slices.Contains(s, p) }

// Among reports whether one of the accounts is the person's.
func (s Self) Among(list []PersonID) bool { return slices.ContainsFunc(list, s.Is) }
