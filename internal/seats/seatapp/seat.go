// Package seatapp imports seats from boundary files and gives them Members and substitutes.
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
	"fourgates/internal/seats/seatstore"
)

// ReadSeats reads a boundary file: GeoJSON with ONS property names. It returns a *domain.BlockedError with every fault.
func ReadSeats(file io.Reader) ([]places.Seat, error) {
	features, err := geo.ReadSeats(file)
	if err != nil {
		return nil, placeapp.Faults("file", err)
	}
	seats := make([]places.Seat, len(features))
	for i, f := range features {
		seats[i] = places.Seat{Code: f.Code, Name: f.Name, Boundary: f.Boundary.GeoJSON()}
	}
	return seats, nil
}

// PreviewSeats says what ImportSeats would do, and refuses what that would refuse.
func PreviewSeats(ctx context.Context, a *act.App, i places.SeatImport) (places.SeatChanges, error) {
	_, changes, err := seatChanges(ctx, a.Store.Reader, i)
	return changes, err
}

// ImportSeats brings an authority's seats to what the import says, and adds the authority where it is new. Seats that
// the import lacks stay. In the same transaction it works out again the overlaps of every area that a changed boundary
// can touch, with an audit entry each. Sign-offs that are open keep the places that they asked. It returns a
// *domain.BlockedError with every reason to refuse.
func ImportSeats(ctx context.Context, a *act.App, actor policy.Actor, i places.SeatImport) (changes places.SeatChanges,
	err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) (err error) {
		changes, err = importSeats(ctx, s, i)
		return err
	})
	return changes, err
}

// LoadSeats is ImportSeats from the command line, where there is no actor to ask about.
func LoadSeats(ctx context.Context, a *act.App, i places.SeatImport) (changes places.SeatChanges, err error) {
	err = a.DoFor(ctx, 0, policy.EditSeats, func(s *act.Step) (err error) {
		changes, err = importSeats(ctx, s, i)
		return err
	})
	return changes, err
}

// UploadSeats keeps a boundary file to be looked at and confirmed. It refuses what ImportSeats would refuse.
func UploadSeats(ctx context.Context, a *act.App, actor policy.Actor, name string,
	i places.SeatImport) (id domain.SeatFileID, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		_, changes, err := seatChanges(ctx, s.Reader, i)
		if err != nil {
			return err
		}
		if id, err = seatstore.AddSeatFile(ctx, s.Writer, name, i, actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "seat file", ID: int64(id),
			Summary: "Boundary file uploaded for " + i.Authority + ": " + changes.Words()})
		return nil
	})
	return id, err
}

// ConfirmSeats imports an uploaded file. It returns domain.ErrNotFound where no such file is waiting.
func ConfirmSeats(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatFileID) (
	changes places.SeatChanges,
	err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		file, err := seatstore.LoadSeatFile(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		if err := seatstore.CloseSeatFile(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
		changes, err = importSeats(ctx, s, file.Import)
		return err
	})
	return changes, err
}

// seatChanges says what an import changes, or why it is refused, for the preview and the import alike. A new authority
// has no id.
func seatChanges(ctx context.Context, r db.Reader, i places.SeatImport) (places.Authority, places.SeatChanges,
	error) {
	authority, err := placestore.AuthorityNamed(ctx, r, i.Authority)
	known := &authority
	if errors.Is(err, domain.ErrNotFound) {
		authority, known, err = places.Authority{Name: i.Authority, Tier: i.Tier}, nil, nil
	}
	if err != nil {
		return authority, places.SeatChanges{}, err
	}
	codes := make([]string, len(i.Seats))
	for n, s := range i.Seats {
		codes[n] = s.Code
	}
	holders, err := placestore.CodeHolders(ctx, r, codes)
	if err != nil {
		return authority, places.SeatChanges{}, err
	}
	if blockers := i.Blockers(known, holders); len(blockers) > 0 {
		return authority, places.SeatChanges{}, &domain.BlockedError{Blockers: blockers}
	}
	existing, err := placestore.SeatsOf(ctx, r, authority.ID)
	return authority, i.Changes(existing), err
}

func importSeats(ctx context.Context, s *act.Step, i places.SeatImport) (places.SeatChanges, error) {
	if err := placestore.LockSeats(ctx, s.Writer); err != nil {
		return places.SeatChanges{}, err
	}
	authority, changes, err := seatChanges(ctx, s.Reader, i)
	if err != nil {
		return changes, err
	}
	if changes.Nothing() {
		return changes, s.Same()
	}
	if authority.ID == 0 {
		if authority.ID, err = placestore.AddAuthority(ctx, s.Writer, authority); err != nil {
			return changes, err
		}
	}
	old, err := placestore.SeatsByID(ctx, s.Writer.Reader, seatIDs(changes.Changed))
	if err != nil {
		return changes, err
	}
	if err := writeSeats(ctx, s.Writer, authority.ID, changes); err != nil {
		return changes, err
	}
	event := domain.Event{Kind: "authority", ID: int64(authority.ID),
		Summary: "Boundaries imported for " + authority.Name + ": " + changes.Words(),
		Before:  seatNames(old), After: map[string]any{"added": seatNames(changes.Added),
			"changed": seatNames(changes.Changed)}}
	if err := placeapp.RegroundAreas(ctx, s, slices.Concat(old, changes.Added, changes.Changed)); err != nil {
		return changes, err
	}
	s.Record(event)
	return changes, nil
}

func writeSeats(ctx context.Context, w db.Writer, authority domain.AuthorityID, c places.SeatChanges) error {
	for _, s := range c.Added {
		s.Authority = authority
		if _, err := placestore.AddSeat(ctx, w, s); err != nil {
			return err
		}
	}
	for _, s := range c.Changed {
		if err := placestore.ChangeSeat(ctx, w, s); err != nil {
			return err
		}
	}
	return nil
}

func seatIDs(seats []places.Seat) []domain.SeatID {
	ids := make([]domain.SeatID, len(seats))
	for i, s := range seats {
		ids[i] = s.ID
	}
	return ids
}

// seatNames is seats as the audit trail keeps them: the name by the code. The boundaries are in the files.
func seatNames(seats []places.Seat) map[string]string {
	names := make(map[string]string, len(seats))
	for _, s := range seats {
		names[s.Code] = s.Name
	}
	return names
}

// SetSeatPlaces says how many Members a ward or division elects. It refuses to take away a place that somebody holds.
func SetSeatPlaces(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatID, places int) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		seat, err := placestore.SeatForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		terms, err := seatstore.Terms(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		if blockers := seat.PlacesBlockers(places, terms, s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if places == seat.Places {
			return s.Same()
		}
		s.Record(seatEvent(id, fmt.Sprintf("Elects %d Members, was %d", places, seat.Places), seat.Places, places))
		return placestore.SetSeatPlaces(ctx, s.Writer, id, places)
	})
}

func seatEvent(id domain.SeatID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "seat", ID: int64(id), Summary: summary, Before: before, After: after}
}
