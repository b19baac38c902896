package app

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// AddService adds a service of an authority (B3). A name that the authority has already is a *domain.BlockedError.
func (a *App) AddService(ctx context.Context, actor policy.Actor, s domain.Service) (id domain.ServiceID, err error) {
	err = a.do(ctx, actor, policy.EditServices, func(w store.Writer, _ time.Time) (domain.Event, error) {
		id, err = w.AddService(ctx, s)
		s.ID = id
		return serviceEvent(id, "Service added", nil, s), err
	})
	return id, err
}

// RenameService gives a service another name.
func (a *App) RenameService(ctx context.Context, actor policy.Actor, id domain.ServiceID, name string) error {
	return a.do(ctx, actor, policy.EditServices, func(w store.Writer, _ time.Time) (domain.Event, error) {
		was, err := serviceInUse(ctx, w, id)
		if err != nil {
			return domain.Event{}, err
		}
		is := was
		is.Name = name
		return serviceEvent(id, "Service renamed", was, is), w.RenameService(ctx, is)
	})
}

// RetireService ends a service and its managers' time today. Issues referred to it stay so.
func (a *App) RetireService(ctx context.Context, actor policy.Actor, id domain.ServiceID) error {
	return a.do(ctx, actor, policy.EditServices, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := serviceInUse(ctx, w, id)
		if err != nil {
			return domain.Event{}, err
		}
		is := was
		is.RetiredOn = domain.DateOf(now)
		return serviceEvent(id, "Service retired", was, is), w.RetireService(ctx, id, is.RetiredOn)
	})
}

// AddServicePost lists a manager of a service in one area or in all (B3). One who is listed for the same area and time already
// is a *domain.BlockedError.
func (a *App) AddServicePost(ctx context.Context, actor policy.Actor, p domain.ServicePost) error {
	return a.do(ctx, actor, policy.EditServices, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := serviceInUse(ctx, w, p.Service); err != nil {
			return domain.Event{}, err
		}
		others, err := w.ServicePosts(ctx, p.Service)
		if err != nil {
			return domain.Event{}, err
		}
		if p, err = named(ctx, w, p, domain.DateOf(now)); err != nil {
			return domain.Event{}, err
		}
		if blockers := p.Blockers(others); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		return serviceEvent(p.Service, "Manager added: "+p.Name, nil, p), w.AddServicePost(ctx, p)
	})
}

// named takes the name of a manager with an account from the account.
func named(ctx context.Context, w store.Writer, p domain.ServicePost, today domain.Date) (domain.ServicePost, error) {
	if p.Person == 0 {
		return p, nil
	}
	officers, err := w.ServiceOfficers(ctx, today)
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(officers, func(o domain.ServiceOfficer) bool { return o.Person == p.Person })
	if i < 0 {
		return p, domain.Blocked("person", "Choose one from the list")
	}
	p.Name, p.Email = officers[i].Name, ""
	return p, nil
}

// EndServicePost sets the last day of a manager of the service; another service's is domain.ErrNotFound.
func (a *App) EndServicePost(ctx context.Context, actor policy.Actor, service domain.ServiceID, id domain.ServicePostID, on domain.Date) error {
	return a.do(ctx, actor, policy.EditServices, func(w store.Writer, _ time.Time) (domain.Event, error) {
		if _, err := w.ServiceForUpdate(ctx, service); err != nil {
			return domain.Event{}, err
		}
		posts, err := w.ServicePosts(ctx, service)
		if err != nil {
			return domain.Event{}, err
		}
		i := slices.IndexFunc(posts, func(p domain.ServicePost) bool { return p.ID == id })
		if i < 0 {
			return domain.Event{}, domain.ErrNotFound
		}
		ended, err := posts[i].End(on)
		if err != nil {
			return domain.Event{}, err
		}
		return serviceEvent(service, "Manager ended: "+ended.Name, posts[i], ended), w.EndServicePost(ctx, id, on)
	})
}

// serviceInUse loads and locks a service; a retired one is a *domain.BlockedError.
func serviceInUse(ctx context.Context, w store.Writer, id domain.ServiceID) (domain.Service, error) {
	s, err := w.ServiceForUpdate(ctx, id)
	if err != nil {
		return s, err
	}
	return s, s.CheckInUse()
}

func serviceEvent(id domain.ServiceID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "service", ID: int64(id), Summary: summary, Before: before, After: after}
}
