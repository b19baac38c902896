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
	{ViewGates, "See gates"},
	{SubmitGate, "Submit a gate"},
	{SignGate, "Sign a gate"},
	{OverrideGate, "Override a gate"},
	{DischargeCondition, "Mark a condition as met"},
	{ViewRegister, "See the register"},
	{ViewMembers, "See Members and seats"},
	{EditSeats, "Change seats and terms"},
	{ManagePeople, "Manage people and roles"},
	{ManageLists, "Manage lists"},
	{ViewAudit, "See the audit trail"},
}
