package partnerapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
)

// AddService adds a service of an authority (B3). It returns a *domain.BlockedError for a name that the authority has
// already.
func AddService(ctx context.Context, a *act.App, actor policy.Actor, is partners.Service) (id domain.ServiceID,
	err error) {
	err = a.Do(ctx, actor, policy.EditServices, func(s *act.Step) error {
		if id, err = partnerstore.AddService(ctx, s.Writer, is); err != nil {
			return err
		}
		is.ID = id
		s.Record(serviceEvent(id, "Service added", nil, is))
		return nil
	})
	return id, err
}

func RenameService(ctx context.Context, a *act.App, actor policy.Actor, id domain.ServiceID, name string) error {
	return a.Do(ctx, actor, policy.EditServices, func(s *act.Step) error {
		was, err := serviceInUse(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		is := was
		is.Name = name
		s.Record(serviceEvent(id, "Service renamed", was, is))
		return partnerstore.RenameService(ctx, s.Writer, is)
	})
}

// RetireService ends a service today, and with it its managers' time. Issues referred to it stay referred.
func RetireService(ctx context.Context, a *act.App, actor policy.Actor, id domain.ServiceID) error {
	return a.Do(ctx, actor, policy.EditServices, func(s *act.Step) error {
		was, err := serviceInUse(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		is := was
		is.RetiredOn = s.Today()
		s.Record(serviceEvent(id, "Service retired", was, is))
		return partnerstore.RetireService(ctx, s.Writer, id, is.RetiredOn)
	})
}

// AddServicePost lists a manager of a service in one area or in all (B3). It returns a *domain.BlockedError for
// somebody listed for the same area and time already.
func AddServicePost(ctx context.Context, a *act.App, actor policy.Actor, p partners.ServicePost) error {
	return a.Do(ctx, actor, policy.EditServices, func(s *act.Step) error {
		if _, err := serviceInUse(ctx, s.Writer, p.Service); err != nil {
			return err
		}
		others, err := partnerstore.ServicePosts(ctx, s.Writer.Reader, p.Service)
		if err != nil {
			return err
		}
		if p, err = named(ctx, s.Writer, p, s.Today()); err != nil {
			return err
		}
		if blockers := p.Blockers(others); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(serviceEvent(p.Service, "Manager added: "+p.Name, nil, p))
		return partnerstore.AddServicePost(ctx, s.Writer, p)
	})
}

// named takes the name of a manager who has an account from the account.
func named(ctx context.Context, w db.Writer, p partners.ServicePost, today domain.Date) (partners.ServicePost, error) {
	if p.Person == 0 {
		return p, nil
	}
	officers, err := partnerstore.ServiceOfficers(ctx, w.Reader, today)
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(officers, func(o partners.ServiceOfficer) bool { return o.Person == p.Person })
	if i < 0 {
		return p, domain.Blocked("person", "Choose one from the list")
	}
	p.Name, p.Email = officers[i].Name, ""
	return p, nil
}

// EndServicePost sets the last day of a manager of the service. It returns domain.ErrNotFound for another service's.
func EndServicePost(ctx context.Context, a *act.App, actor policy.Actor, service domain.ServiceID,
	id domain.ServicePostID,
	on domain.Date) error {
	return a.Do(ctx, actor, policy.EditServices, func(s *act.Step) error {
		if _, err := partnerstore.ServiceForUpdate(ctx, s.Writer, service); err != nil {
			return err
		}
		posts, err := partnerstore.ServicePosts(ctx, s.Writer.Reader, service)
		if err != nil {
			return err
		}
		post, err := domain.Among(posts, func(p partners.ServicePost) bool { return p.ID == id })
		if err != nil {
			return err
		}
		ended, err := post.End(on)
		if err != nil {
			return err
		}
		s.Record(serviceEvent(service, "Manager ended: "+ended.Name, post, ended))
		return partnerstore.EndServicePost(ctx, s.Writer, id, on)
	})
}

// serviceInUse loads and locks a service. It refuses a retired one.
func serviceInUse(ctx context.Context, w db.Writer, id domain.ServiceID) (partners.Service, error) {
	s, err := partnerstore.ServiceForUpdate(ctx, w, id)
	if err != nil {
		return s, err
	}
	return s, s.CheckInUse()
}

func serviceEvent(id domain.ServiceID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "service", ID: int64(id), Summary: summary, Before: before, After: after}
}
