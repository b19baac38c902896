// Package seatapp gives wards and divisions their life, imports them from boundary files, and gives them Members and
// substitutes.
package seatapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// ReadSeats reads a boundary file: GeoJSON with ONS property names. It returns a *domain.BlockedError with every fault.
func ReadSeats(file io.Reader) ([]places.Seat, error) {
	features, err := geo.ReadSeats(file)
	if err != nil {
		return nil, placeapp.Faults("file", err)
	}
	list := make([]places.Seat, len(features))
	for i, f := range features {
		list[i] = places.Seat{Code: f.Code, Name: f.Name, Welsh: f.Welsh, Places: f.Places,
			NoMembers: f.None,
			Boundary:  f.Boundary.GeoJSON()}
	}
	return list, nil
}

// QuestionsError is what an import has to ask before it can be applied. Nothing has changed.
type QuestionsError struct{ Questions []seats.Question }

func (e *QuestionsError) Error() string {
	return fmt.Sprintf("%d answers are needed before anything is imported", len(e.Questions))
}

// PreviewSeats says what ImportSeats would do and ask, and refuses what that would refuse.
func PreviewSeats(ctx context.Context, a *act.App, i places.SeatImport) (seats.Proposal, error) {
	_, proposal, err := propose(ctx, a.Store.Reader, i, a.Today())
	return proposal, err
}

// ImportSeats brings an authority's seats to what the import says, and adds the authority where it is new. Each seat
// keeps its identity: it is renamed, recoded, redrawn, merged, split or ended as seats.Propose takes the file to say,
// and as the answers say. Where an answer is wanting it returns a *QuestionsError and changes nothing. In the same
// transaction it works out again the overlaps of every area that a changed boundary can touch, with an audit entry
// each. Open gates keep the places that they asked. Where the day is still to come, all of it is kept and takes effect
// on it. It returns a *domain.BlockedError with every reason to refuse.
func ImportSeats(ctx context.Context, a *act.App, actor policy.Actor, i places.SeatImport) (p seats.Proposal,
	err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) (err error) {
		p, err = importSeats(ctx, s, i)
		return err
	})
	return p, err
}

// LoadSeats is ImportSeats from the command line, where there is no actor to ask about.
func LoadSeats(ctx context.Context, a *act.App, i places.SeatImport) (p seats.Proposal, err error) {
	err = a.DoFor(ctx, 0, policy.EditSeats, func(s *act.Step) (err error) {
		p, err = importSeats(ctx, s, i)
		return err
	})
	return p, err
}

// UploadSeats keeps a boundary file to be looked at, its questions answered, and confirmed. It refuses what ImportSeats
// would refuse.
func UploadSeats(ctx context.Context, a *act.App, actor policy.Actor, name string,
	i places.SeatImport) (id domain.SeatFileID, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		_, proposal, err := propose(ctx, s.Reader, i, s.Today())
		if err != nil {
			return err
		}
		if id, err = seatstore.AddSeatFile(ctx, s.Writer, name, i, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "seat file", ID: int64(id),
			Summary: "Boundary file uploaded for " + i.Authority + ": " + proposal.Words()})
		return nil
	})
	return id, err
}

// ConfirmSeats imports an uploaded file with the answers to its questions. It returns domain.ErrNotFound where no such
// file is waiting, and a *QuestionsError where an answer is wanting: the file waits on.
func ConfirmSeats(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatFileID, each *int,
	answers map[string]string) (p seats.Proposal, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		file, err := seatstore.LoadSeatFile(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		if err := seatstore.CloseSeatFile(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
		if file.Import.Answers = answers; each != nil {
			file.Import.Elect(*each)
		}
		p, err = importSeats(ctx, s, file.Import)
		return err
	})
	return p, err
}

// propose says what an import changes and asks, or why it is refused, for the preview and the import alike. A new
// authority has no id.
func propose(ctx context.Context, r db.Reader, i places.SeatImport, today domain.Date) (places.Authority,
	seats.Proposal, error) {
	authority, err := placestore.AuthorityNamed(ctx, r, i.Authority)
	known := &authority
	if errors.Is(err, domain.ErrNotFound) {
		authority, known, err = places.Authority{Name: i.Authority, Tier: i.Tier}, nil, nil
	}
	if err != nil {
		return authority, seats.Proposal{}, err
	}
	codes := make([]string, len(i.Seats))
	for n, s := range i.Seats {
		codes[n] = s.Code
	}
	holders, err := placestore.CodeHolders(ctx, r, codes)
	if err != nil {
		return authority, seats.Proposal{}, err
	}
	orders, err := seatstore.OpenOrders(ctx, r, true)
	if err != nil {
		return authority, seats.Proposal{}, err
	}
	holders = seats.HoldersAhead(holders, codes, orders, seats.Later(i.On, today))
	blockers := i.Blockers(known, holders)
	if len(blockers) > 0 {
		return authority, seats.Proposal{}, &domain.BlockedError{Blockers: blockers}
	}
	existing, err := placestore.SeatsOf(ctx, r, authority.ID)
	if err != nil {
		return authority, seats.Proposal{}, err
	}
	if i.On.After(today) {
		orders = slices.DeleteFunc(orders, func(o seats.Order) bool { return o.Authority != authority.ID })
		existing = seats.Foresee(existing, orders, i.On)
	}
	existing = slices.DeleteFunc(existing, func(s places.Seat) bool { return s.Kind != i.Kind })
	if i.On.IsZero() && len(existing) > 0 {
		i.On = today // the first of a council are entered, and began whenever they did
	}
	grounds, err := groundsOf(existing, i.Seats)
	if err != nil {
		return authority, seats.Proposal{}, err
	}
	return authority, seats.Propose(i, existing, grounds.shares), nil
}

func importSeats(ctx context.Context, s *act.Step, i places.SeatImport) (seats.Proposal, error) {
	if err := placestore.LockSeats(ctx, s.Writer); err != nil {
		return seats.Proposal{}, err
	}
	authority, p, err := propose(ctx, s.Reader, i, s.Today())
	if err != nil {
		return p, err
	}
	if len(p.Questions) > 0 {
		return p, &QuestionsError{p.Questions}
	}
	if p.Nothing() {
		return p, s.Same()
	}
	if authority.ID == 0 {
		if authority.ID, err = placestore.AddAuthority(ctx, s.Writer, authority); err != nil {
			return p, err
		}
	}
	if p.On.After(s.Today()) {
		return p, recordImport(ctx, s, authority, &p)
	}
	touched, err := applyProposal(ctx, s, authority, &p)
	if err != nil {
		return p, err
	}
	if err := placeapp.RegroundAreas(ctx, s, touched); err != nil {
		return p, err
	}
	s.Record(domain.Event{Kind: "authority", ID: int64(authority.ID),
		Summary: "Boundaries imported for " + authority.Name + ": " + p.Words(),
		After: map[string]any{"added": seatNames(p.Added), "changed": seatNames(p.Changed),
			"ended": seatNames(p.Ended)}})
	return p, nil
}

// seatNames is seats as the audit trail keeps them: the name by the code. The boundaries are in the files.
func seatNames(list []places.Seat) map[string]string {
	names := make(map[string]string, len(list))
	for _, s := range list {
		key := s.Code
		if key == "" {
			key = s.Name
		}
		names[key] = s.Name
	}
	return names
}

func seatEvent(id domain.SeatID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "seat", ID: int64(id), Summary: summary, Before: before, After: after}
}
