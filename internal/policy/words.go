package policy

// Actions lists every action of the matrix, in the order in which people meet them.
func Actions() []Action {
	list := make([]Action, len(actionWords))
	for i, w := range actionWords {
		list[i] = w.action
	}
	return list
}

// Words is the action as people say it, or the action itself where there are no words for it.
func (a Action) Words() string {
	for _, w := range actionWords {
		if w.action == a {
			return w.words
		}
	}
	return string(a)
}

var actionWords = []struct {
	action Action
	words  string
}{
	{OwnAccount, "Use their own account"},
	{ViewAreas, "See areas"},
	{ProposeArea, "Propose an area"},
	{EditArea, "Change an area and its boundary"},
	{MoveArea, "Move an area to another state"},
	{RecordValidity, "Record views on whether an area is valid"},
	{RecordInduction, "Record Members’ inductions"},
	{AssignOfficers, "Assign officers to areas"},
	{ViewContacts, "See contacts"},
	{EditContacts, "Change contacts"},
	{EditNetwork, "Change an area’s network"},
	{ViewServices, "See services"},
	{EditServices, "Change services and their managers"},
	{ViewIssues, "See issues"},
	{ViewRestricted, "See restricted issues"},
	{RaiseIssue, "Raise an issue"},
	{WorkIssues, "Work on issues"},
	{AnswerReferral, "Answer a referral"},
	{HandleAsks, "Answer, pass on or enter the answer to what is asked"},
	{AnswerReview, "Answer a review of a priority"},
	{DecideReplies, "Decide where services disagree on one reply"},
	{CommentIssues, "Comment on issues as an Area Member"},
	{EditTimeline, "Change an area’s timeline"},
	{MoveCycle, "End an area’s cycle and begin the next"},
	{EditTemplate, "Change the timeline’s template"},
	{ViewRisks, "See an area’s register of risks"},
	{EditRisks, "Change an area’s register of risks"},
	{EditHolidays, "Change the bank holidays"},
	{EditDiaries, "Change a council’s calendar"},
	{EditProcedures, "Change what a council’s constitution says of decisions"},
	{Prioritise, "Score issues and record priority rounds"},
	{AnswerRounds, "Say in an online round which issues matter most"},
	{EditCriteria, "Change the criteria by which issues are scored"},
	{ProposeQuickWin, "Propose a quick win"},
	{AgreeQuickWin, "Agree, drop or promote a quick win"},
	{DeliverQuickWin, "Deliver a quick win"},
	{WorkCauses, "Record root causes"},
	{ViewSolutions, "See solutions and bids"},
	{WorkSolutions, "Propose and work up solutions"},
	{ChooseSolutions, "Choose solutions and ask for feasibility views"},
	{GiveFeasibility, "Give a view on a solution’s feasibility"},
	{EditBids, "Change bids"},
	{ViewPlans, "See draft plans"},
	{EditPlans, "Draft a plan"},
	{CommentPlans, "Comment on a draft plan"},
	{RecordFeedback, "Record feedback given to people"},
	{CommentActions, "Comment on a plan’s action"},
	{ViewAdvice, "See the log of advice"},
	{LogAdvice, "Log advice given"},
	{ViewDecisions, "See Executive decisions"},
	{ClerkDecisions, "Schedule, publish and settle Executive decisions"},
	{DecideExecutive, "Record an Executive decision"},
	{ConfirmDecisions, "Confirm a delegated decision as the named officer"},
	{ReadReports, "Read reports to the Executive in draft"},
	{WriteReports, "Write reports to the Executive"},
	{ViewGates, "See gates"},
	{SubmitGate, "Submit a gate"},
	{SignGate, "Sign a gate"},
	{CallBackGate, "Call gate 2 back"},
	{OverrideGate, "Override a gate"},
	{RecordPaper, "Record a decision that a Member made on paper"},
	{SendLetters, "Print and post letters to Members without e-mail address"},
	{ReportCondition, "Report a condition of theirs as met"},
	{AnswerCondition, "Agree that a condition is met, or not"},
	{DecideCondition, "Decide on a condition that no Member answered for"},
	{AssignCondition, "Name who is responsible for a condition"},
	{ViewRegister, "See the register"},
	{ViewMembers, "See Members and seats"},
	{EditSeats, "Change seats and terms"},
	{ManagePeople, "Manage people and roles"},
	{ManageLists, "Manage lists"},
	{ManageQueues, "See the work in the background, and try it again or give it up"},
	{ManageMails, "See which e-mails were sent, to whom and what became of them, and record what came back"},
	{ViewAudit, "See the audit trail"},
	{EraseWords, "Erase names and words where the law asks"},
	{ConfirmHolds, "Confirm whose a decision is that waits"},
}
