package noticeapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// TellSeatsChanged tells the Members of wards and divisions what a step did to them, whether a gate asks them or not
// (domain §7.2): those who sit there on the day, and those whose terms end with the seat.
func TellSeatsChanged(ctx context.Context, s *act.Step, ids []int64) error {
	for _, id := range ids {
		events, err := seatstore.Events(ctx, s.Writer.Reader, domain.SeatID(id))
		if err != nil {
			return err
		}
		var lines []string
		var first seats.Event
		for _, e := range events {
			if !e.At.Equal(s.Now()) || e.Kind == seats.Begun {
				continue
			}
			line := fmt.Sprintf("%s, from %s.", e.Words(), e.On.Words())
			if e.Note != "" {
				line += " " + e.Note
			}
			lines, first = append(lines, line), e
		}
		if len(lines) == 0 {
			continue
		}
		if err := tellSeatChanged(ctx, s, domain.SeatID(id), first, lines); err != nil {
			return err
		}
	}
	return nil
}

func tellSeatChanged(ctx context.Context, s *act.Step, id domain.SeatID, e seats.Event, lines []string) error {
	terms, err := seatstore.Terms(ctx, s.Writer.Reader, id)
	if err != nil {
		return err
	}
	seat, err := placestore.SeatForUpdate(ctx, s.Writer, id) // ended or not
	if err != nil {
		return err
	}
	to := sitting(terms, seat, s.Today(), e.On.AddDays(-1))
	if len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "ward or division changed",
		Subject: fmt.Sprintf("Your %s has changed: %s", seat.Kind, seat.Shown()),
		Body:    strings.Join(lines, "\n") + "\nGates that ask you say on their page what became of your place.",
		Link:    fmt.Sprintf("/seats/%d", id)}, to, s.Now())
	return nil
}

// TellOrdersStuck tells the administrators of what was recorded ahead of wards and divisions and could not take effect
// on its day.
func TellOrdersStuck(ctx context.Context, s *act.Step, ids []int64) error {
	for _, id := range ids {
		o, err := seatstore.Order(ctx, s.Writer.Reader, domain.SeatOrderID(id))
		if err != nil {
			return err
		}
		if o.Stuck == "" {
			continue
		}
		to, err := noticestore.Administrators(ctx, s.Writer.Reader, s.Today())
		if err != nil || len(to) == 0 {
			return err
		}
		noticestore.Tell(s.Writer, notices.Notice{Event: "ward or division not changed",
			Subject: "What was to happen to wards of " + o.Council + " could not take effect",
			Body: fmt.Sprintf("From %s it should be so. %s.\nIt is tried again every few minutes. Put this right, "+
				"give it another day, or take it back.", o.On.Words(), o.Stuck),
			Link: fmt.Sprintf("/seats/orders/%d", id)}, to, s.Now())
	}
	return nil
}

// sitting are those who sit on one of the days, each once.
func sitting(terms []places.Term, seat places.Seat, days ...domain.Date) (to []notices.Recipient) {
	seen := map[domain.PersonID]bool{}
	for _, t := range terms {
		for _, day := range days {
			if t.Covers(day) && !seen[t.Person] {
				seen[t.Person] = true
				to = append(to, notices.Recipient{Person: t.Person, Name: t.Name,
					Capacity: "Member for " + seat.Shown()})
			}
		}
	}
	return to
}
