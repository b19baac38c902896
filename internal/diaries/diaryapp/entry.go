// Package diaryapp changes councils' calendars.
package diaryapp

import (
	"context"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/diaries"
	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/domain"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// Put adds an entry to a council's calendar or, where it has an id, changes it. It returns a *domain.BlockedError by
// field, and domain.ErrConflict where somebody changed or removed it first. An entry that is there already is the same.
func Put(ctx context.Context, a *act.App, actor policy.Actor, e diaries.Entry) error {
	return a.Do(ctx, actor, policy.EditDiaries, func(s *act.Step) error {
		has, err := locked(ctx, s, e.Authority)
		if err != nil {
			return err
		}
		e = e.Filled()
		if err := checkSeats(ctx, s, e); err != nil {
			return err
		}
		at := slices.IndexFunc(has, func(is diaries.Entry) bool { return is.ID == e.ID })
		if e.ID == 0 && slices.ContainsFunc(has, e.Says) {
			return s.Same()
		}
		if err := e.Check(has); err != nil {
			return err
		}
		if e.ID != 0 && (at < 0 || has[at].Version != e.Version) {
			return domain.ErrConflict
		}
		return put(ctx, s, e, has)
	})
}

// locked locks a council's calendar and lists it.
func locked(ctx context.Context, s *act.Step, council domain.AuthorityID) ([]diaries.Entry, error) {
	if err := diarystore.Lock(ctx, s.Writer, council); err != nil {
		return nil, err
	}
	return diarystore.Entries(ctx, s.Writer.Reader, council)
}

// checkSeats refuses wards and divisions that are not the council's today, but for those that the entry had.
func checkSeats(ctx context.Context, s *act.Step, e diaries.Entry) error {
	if len(e.Seats) == 0 {
		return nil
	}
	seats, err := diarystore.Seats(ctx, s.Writer.Reader, e.Authority)
	if err != nil {
		return err
	}
	for _, id := range e.Seats {
		if !slices.ContainsFunc(seats, func(is diaries.Seat) bool { return is.ID == id }) {
			return domain.Blocked("seats", "Choose wards or divisions of this council")
		}
	}
	return nil
}

// put stores an entry and records it.
func put(ctx context.Context, s *act.Step, e diaries.Entry, has []diaries.Entry) error {
	council, err := placestore.Authority(ctx, s.Writer.Reader, e.Authority)
	if err != nil {
		return err
	}
	event := domain.Event{Kind: "authority", ID: int64(e.Authority), After: e,
		Summary: council.Name + "’s calendar: added " + domain.LowerFirst(e.Words())}
	if e.ID == 0 {
		s.Record(event)
		_, err = diarystore.Add(ctx, s.Writer, e)
		return err
	}
	for _, is := range has {
		if is.ID == e.ID {
			event.Before, event.Summary = is, council.Name+"’s calendar: changed to "+domain.LowerFirst(e.Words())
		}
	}
	s.Record(event)
	return diarystore.Change(ctx, s.Writer, e)
}

// Remove takes an entry out of a council's calendar. It returns domain.ErrConflict where it is not there any more.
func Remove(ctx context.Context, a *act.App, actor policy.Actor, council domain.AuthorityID,
	id domain.DiaryEntryID) error {
	return a.Do(ctx, actor, policy.EditDiaries, func(s *act.Step) error {
		has, err := locked(ctx, s, council)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(has, func(is diaries.Entry) bool { return is.ID == id })
		if at < 0 {
			return domain.ErrConflict
		}
		s.Record(domain.Event{Kind: "authority", ID: int64(council), Before: has[at],
			Summary: has[at].Council + "’s calendar: removed " + domain.LowerFirst(has[at].Words())})
		return diarystore.Remove(ctx, s.Writer, council, id)
	})
}
