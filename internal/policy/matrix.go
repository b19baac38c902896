package policy

// Action is something that a person can ask for. Every route carries one.
type Action string

// The actions. SignIn is for everyone, with or without an account; OwnAccount for everyone signed in.
const (
	SignIn     Action = "sign-in"
	OwnAccount Action = "account.own"

	ViewAreas       Action = "area.view"
	ProposeArea     Action = "area.propose"
	EditArea        Action = "area.edit"
	MoveArea        Action = "area.move"
	RecordValidity  Action = "area.validity"
	RecordInduction Action = "area.induction"
	AssignOfficers  Action = "area.assign"

	ViewContacts Action = "contact.view"
	EditContacts Action = "contact.edit"
	EditNetwork  Action = "network.edit"
	ViewServices Action = "service.view"
	EditServices Action = "service.edit"

	ViewIssues     Action = "issue.view"
	ViewRestricted Action = "issue.view.restricted"
	RaiseIssue     Action = "issue.raise"
	WorkIssues     Action = "issue.work"
	AnswerReferral Action = "issue.referral.answer"
	HandleAsks     Action = "ask.handle"
	AnswerReview   Action = "issue.review.answer"
	DecideReplies  Action = "issue.reply.decide"
	CommentIssues  Action = "issue.comment"

	EditTimeline Action = "timeline.edit"
	MoveCycle    Action = "cycle.move"
	EditTemplate Action = "template.edit"
	ViewRisks    Action = "risk.view"
	EditRisks    Action = "risk.edit"
	EditHolidays Action = "holiday.edit"

	EditProcedures Action = "procedure.edit"
	EditDiaries    Action = "diary.edit"

	Prioritise       Action = "issue.prioritise"
	AnswerRounds     Action = "round.answer"
	EditCriteria     Action = "criteria.edit"
	ProposeQuickWin  Action = "quick-win.propose"
	AgreeQuickWin    Action = "quick-win.agree"
	DeliverQuickWin  Action = "quick-win.deliver"
	WorkCauses       Action = "cause.work"
	ViewSolutions    Action = "solution.view"
	WorkSolutions    Action = "solution.work"
	ChooseSolutions  Action = "solution.choose"
	GiveFeasibility  Action = "solution.feasibility"
	EditBids         Action = "bid.edit"
	ViewPlans        Action = "plan.view"
	EditPlans        Action = "plan.edit"
	CommentPlans     Action = "plan.comment"
	RecordFeedback   Action = "feedback.record"
	CommentActions   Action = "action.comment"
	ViewAdvice       Action = "advice.view"
	LogAdvice        Action = "advice.log"
	ViewDecisions    Action = "decision.view"
	ClerkDecisions   Action = "decision.clerk"
	DecideExecutive  Action = "decision.decide"
	ConfirmDecisions Action = "decision.confirm"
	ReadReports      Action = "report.read"
	WriteReports     Action = "report.write"

	ViewGates       Action = "gate.view"
	SubmitGate      Action = "gate.submit"
	SignGate        Action = "gate.sign"
	CallBackGate    Action = "gate.call-back"
	OverrideGate    Action = "gate.override"
	RecordPaper     Action = "gate.paper"
	SendLetters     Action = "gate.letter"
	ReportCondition Action = "condition.report"
	AnswerCondition Action = "condition.answer"
	DecideCondition Action = "condition.decide"
	AssignCondition Action = "condition.assign"
	ViewRegister    Action = "register.view"

	ViewMembers  Action = "member.view"
	EditSeats    Action = "seat.edit"
	ManagePeople Action = "person.manage"
	ManageLists  Action = "list.manage"
	ManageQueues Action = "queue.manage"
	ManageMails  Action = "mail.manage"
	ViewAudit    Action = "audit.view"
	EraseWords   Action = "words.erase"
	ConfirmHolds Action = "hold.confirm"
)

type row = map[Role]reach

// everyone who is signed in with any role.
var everyone = readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: all, Partner: all, Admin: all})

// readByExecutive adds those who serve the Executive to a row of who reads: its Members, its clerk, directors and the
// officers named in its decisions read the same of every area.
func readByExecutive(r row) row {
	for _, role := range []Role{ExecutiveMember, Clerk, Director, NamedOfficer} {
		r[role] = all
	}
	return r
}

// matrix is the whole policy (domain §1): what is absent is refused.
//
// Readings chosen: officers (liaison, coordinator, service) read every area, since issues cross areas, and change only
// their own; a Member or partner reads only the areas of their seat or network; a partner sees the contacts of their
// own organisation and not all of the network that it is in; restricted issues are for the area's own officers and the
// CPO; an administrator has no case content. A director reads, decides where those asked together disagree on
// their reply, and does nothing else, and is told of what is decided;
// who may be named in a joint decision is a role of its own, which a director or a planning officer may be given
// besides, and which brings no other step with a decision. What a gate froze is read whole by whoever reads the gate,
// the names on its stakeholder list too, by the Executive as well: with a part left out, its digest could not be
// checked. Addresses are never frozen. That a condition is met can be reported by whoever can be made responsible for
// one: for which, the access of conditions says.
var matrix = map[Action]row{
	OwnAccount: everyone,

	ViewAreas: readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own, Partner: own,
		Admin: all}),
	ProposeArea:     {CLO: all, CPO: all, Admin: all},
	EditArea:        {CLO: own, CPO: all, Admin: all},
	MoveArea:        {CPO: all},
	RecordValidity:  {CLO: own, CPO: all, LAC: own, Admin: all},
	RecordInduction: {CLO: own, CPO: all},
	AssignOfficers:  {CPO: all, Admin: all},

	ViewContacts: {CLO: all, CPO: all, LAC: all, Service: all, Member: own, ExecutiveMember: all, Partner: body,
		Admin: all},
	EditContacts: {CLO: all, CPO: all, LAC: all, Admin: all},
	EditNetwork:  {CLO: own, CPO: all, LAC: own, Admin: all},
	ViewServices: readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: all, Admin: all}),
	EditServices: {CPO: all, Admin: all},

	ViewIssues:     readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own, Partner: own}),
	ViewRestricted: {CLO: own, CPO: all, LAC: own},
	RaiseIssue:     {CLO: all, CPO: all, LAC: all, Service: all, Member: own, ExecutiveMember: all, Partner: own},
	WorkIssues:     {CLO: own, CPO: all, LAC: own},
	AnswerReferral: {Service: own, Partner: own},
	HandleAsks:     {CLO: own, CPO: all, LAC: own, Service: own, Partner: own},
	AnswerReview:   {Service: own, Partner: own},
	DecideReplies:  {Director: all},
	CommentIssues:  {Member: own},

	EditTimeline: {CLO: own, CPO: all},
	MoveCycle:    {CPO: all},
	EditTemplate: {CPO: all},
	ViewRisks:    readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own}),
	EditRisks:    {CLO: own, CPO: all, LAC: own},
	EditHolidays: {CPO: all, Admin: all},

	EditProcedures: {CPO: all, Admin: all},
	EditDiaries:    {CPO: all, Clerk: all, Admin: all},

	Prioritise:      {CLO: own, CPO: all, LAC: own},
	AnswerRounds:    {Member: own, Partner: own},
	EditCriteria:    {CPO: all, Admin: all},
	ProposeQuickWin: {CLO: own, CPO: all, LAC: own, Service: own, Member: own, Partner: own},
	AgreeQuickWin:   {CLO: own, CPO: all, LAC: own},
	DeliverQuickWin: {CLO: own, CPO: all, LAC: own, Service: own, Partner: own},
	WorkCauses:      {CLO: own, CPO: all, LAC: own, Service: own, Partner: own},
	ViewSolutions:   readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own, Partner: own}),
	WorkSolutions:   {CLO: own, CPO: all, LAC: own, Service: own, Partner: own},
	ChooseSolutions: {CLO: own, CPO: all, LAC: own},
	GiveFeasibility: {CLO: own, CPO: all, LAC: own, Service: own, Member: own, Partner: own},
	EditBids:        {CLO: own, CPO: all, LAC: own},
	ViewPlans:       readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own, Partner: own}),
	EditPlans:       {CLO: own, CPO: all},
	CommentPlans:    {CLO: own, CPO: all, LAC: own, Service: all, Member: own, Partner: own},
	RecordFeedback:  {CLO: own, CPO: all, LAC: own},
	CommentActions:  {LAC: own, Member: own, ExecutiveMember: all},
	ViewAdvice:      readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own}),
	LogAdvice:       {LAC: own},

	ViewDecisions:    readByExecutive(row{CLO: own, CPO: all, Member: own}),
	ClerkDecisions:   {Clerk: all},
	DecideExecutive:  {Clerk: all, ExecutiveMember: all},
	ConfirmDecisions: {NamedOfficer: all},
	ReadReports:      readByExecutive(row{CLO: own, CPO: all}),
	WriteReports:     {CLO: own, CPO: all},

	ViewGates:       readByExecutive(row{CLO: all, CPO: all, LAC: all, Service: all, Member: own}),
	SubmitGate:      {CLO: own, CPO: all},
	SignGate:        {Member: own},
	CallBackGate:    {Member: own},
	OverrideGate:    {CPO: all},
	RecordPaper:     {CPO: all, Clerk: all},
	SendLetters:     {CLO: own, CPO: all, Clerk: all},
	ReportCondition: {CLO: all, CPO: all, LAC: all, Service: all},
	AnswerCondition: {Member: own},
	DecideCondition: {CPO: all},
	AssignCondition: {CLO: own, CPO: all},
	ViewRegister:    readByExecutive(row{CLO: all, CPO: all, LAC: all, Member: own}),

	ViewMembers:  everyone,
	EditSeats:    {Admin: all},
	ManagePeople: {Admin: all},
	ManageLists:  {Admin: all},
	ManageQueues: {Admin: all},
	ManageMails:  {Admin: all},
	ViewAudit:    {CPO: all, Admin: all},
	EraseWords:   {Admin: all},
	ConfirmHolds: {CPO: all, Admin: all},
}

// Reach says how far a role's right goes, for the page and the test that show the matrix: "", "own" or "all".
func Reach(r Role, act Action) string {
	switch matrix[act][r] {
	case all:
		return "all"
	case own, body:
		return "own"
	}
	return ""
}
