package partners

import (
	"fourgates/internal/domain"
)

// Service is a service of an authority, to which issues are referred (B3).
type Service struct {
	ID            domain.ServiceID
	Authority     domain.AuthorityID
	AuthorityName string
	Name          string
	RetiredOn     domain.Date // zero: still there
}

// CheckInUse refuses what can be done only to a service that has not been retired.
func (s Service) CheckInUse() error {
	if s.RetiredOn.IsZero() {
		return nil
	}
	return domain.Blocked("", "This service was retired on "+s.RetiredOn.Words())
}

// ServiceLine is a service as the directory shows it, with who answers for it today.
type ServiceLine struct {
	Service
	Managers []ServicePost
}

// ServiceOfficer is a person with an account and a role in a service today, who can be listed as its manager.
type ServiceOfficer struct {
	Person  domain.PersonID
	Name    string
	Service string
}

// ServicePost is somebody's time as manager of a service, in one area or in all (B3).
type ServicePost struct {
	ID       domain.ServicePostID
	Service  domain.ServiceID
	Area     domain.AreaID // zero: every area
	AreaName string
	Person   domain.PersonID // zero where they have no account
	Name     string
	Email    string
	From, To domain.Date
}

// Blockers lists why the post cannot be added beside those that the service has: a manager needs a name and an address,
// and is listed once for the same area and day.
func (p ServicePost) Blockers(others []ServicePost) []domain.Blocker {
	var b []domain.Blocker
	if p.Person == 0 && p.Name == "" {
		b = append(b, domain.Blocker{ID: "name", Words: "Choose a person, or enter the manager’s name", Field: "name"})
	}
	if wrong := domain.CheckEmail(p.Email); p.Person == 0 && wrong != "" {
		b = append(b, domain.Blocker{ID: "email", Words: wrong, Field: "email"})
	}
	if !p.To.IsZero() && p.To.Before(p.From) {
		b = append(b, domain.Blocker{ID: "to", Words: "The last day must be on or after the first", Field: "to"})
		return b
	}
	for _, o := range others {
		same := o.Person == p.Person && (p.Person != 0 || o.Email == p.Email)
		if same && o.Area == p.Area && (domain.Span{From: o.From, To: o.To}).
			Overlaps(domain.Span{From: p.From, To: p.To}) {
			b = append(b, domain.Blocker{ID: "twice", Words: o.Name + " is already listed for the same area in that " +
				"time", Field: ""})
		}
	}
	return b
}

// End returns the post with its last day. It refuses a day before the first and a post that has ended already.
func (p ServicePost) End(on domain.Date) (ServicePost, error) {
	if !p.To.IsZero() {
		return p, domain.Blocked("", p.Name+" ended on "+p.To.Words())
	}
	if on.Before(p.From) {
		return p, domain.Blocked("to", "The last day must be on or after "+p.From.Words()+", the first")
	}
	p.To = on
	return p, nil
}
