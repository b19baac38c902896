package asks

import "fourgates/internal/domain"

// Rung is how far an overdue ask has climbed (D12).
type Rung string

// The rungs. An organisation has no manager here: for it and for a Member the planning officers stand in.
const (
	ToManager   Rung = "manager"
	ToExecutive Rung = "Executive Member"
)

// ExecutiveAfter is how many working days after its day an ask without answer reaches the Executive Member.
const ExecutiveAfter = 5

// Climbs lists the rungs that an ask has reached on the day and whose people were not told yet, the lower first: the
// manager is told on the day after it was due.
func (a Ask) Climbs(today domain.Date, working domain.Calendar) []Rung {
	if !a.Overdue(today) {
		return nil
	}
	var due []Rung
	if a.ManagerToldAt == nil {
		due = append(due, ToManager)
	}
	if a.ExecutiveToldAt == nil && today.After(working.AddWorkingDays(a.DueOn, ExecutiveAfter)) {
		due = append(due, ToExecutive)
	}
	return due
}
