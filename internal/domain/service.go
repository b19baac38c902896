package domain

// Service is a service of an authority, to which issues are referred (B3).
type Service struct {
	ID            ServiceID
	Authority     AuthorityID
	AuthorityName string
	Name          string
	RetiredOn     Date // zero: still there
}

// CheckInUse refuses what can be done only to a service that has not been retired.
func (s Service) CheckInUse() error {
	if s.RetiredOn.IsZero() {
		return nil
	}
	return Blocked("", "This service was retired on "+s.RetiredOn.Words())
}

// ServiceLine is a service as the directory shows it, with who answers for it today.
type ServiceLine struct {
	Service
	Managers []ServicePost
}

// ServiceOfficer is a person with an account and a role in a service today, who can be listed as its manager.
type ServiceOfficer struct {
	Person  PersonID
	Name    string
	Service string
}

// ServicePost is somebody's time as manager of a service, in one area or in all (B3).
type ServicePost struct {
	ID       ServicePostID
	Service  ServiceID
	Area     AreaID // zero: every area
	AreaName string
	Person   PersonID // zero where they have no account
	Name     string
	Email    string
	From, To Date
}

// Blockers lists why the post cannot be added beside those that the service has: a manager needs a name and an address,
// and is listed once for the same area and day.
func (p ServicePost) Blockers(others []ServicePost) []Blocker {
	var b []Blocker
	if p.Person == 0 && p.Name == "" {
		b = append(b, Blocker{"name", "Choose a person, or enter the manager’s name", "name"})
	}
	if p.Person == 0 && !isEmail(p.Email) {
		b = append(b, Blocker{"email", "Enter the manager’s e-mail address, like name@example.org", "email"})
	}
	if !p.To.IsZero() && p.To.Before(p.From) {
		b = append(b, Blocker{"to", "The last day must be on or after the first", "to"})
		return b
	}
	for _, o := range others {
		same := o.Person == p.Person && (p.Person != 0 || o.Email == p.Email)
		if same && o.Area == p.Area && (Span{o.From, o.To}).Overlaps(Span{p.From, p.To}) {
			b = append(b, Blocker{"twice", o.Name + " is already listed for the same area in that time", ""})
		}
	}
	return b
}

// End returns the post with its last day. It refuses a day before the first and a post that has ended already.
func (p ServicePost) End(on Date) (ServicePost, error) {
	if !p.To.IsZero() {
		return p, Blocked("", p.Name+" ended on "+p.To.Words())
	}
	if on.Before(p.From) {
		return p, Blocked("to", "The last day must be on or after "+p.From.Words()+", the first")
	}
	p.To = on
	return p, nil
}
