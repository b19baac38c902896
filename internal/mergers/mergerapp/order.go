package mergerapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/mergers"
	"fourgates/internal/mergers/mergerstore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
)

// effectAction is the audit trail's word for a merger that was recorded ahead and takes effect.
const effectAction policy.Action = "merger.effect"

// recordAhead keeps a merger for its day. Those concerned are told.
func recordAhead(ctx context.Context, s *act.Step, m seats.Merger, from places.Authority, b mergers.Belongings,
	c mergers.Choices) error {
	for _, is := range b.Services {
		if choice := c.Services[is.ID]; choice.Fate == mergers.Joined {
			if _, err := joining(ctx, s, is, choice.Into, m.On); err != nil {
				return err
			}
		}
	}
	m.By = s.Actor.ID
	o := mergers.Order{Merger: m, FromName: from.Name, IntoName: b.Into, Choices: c, At: s.Now()}
	var err error
	if o.ID, err = mergerstore.AddOrder(ctx, s.Writer, o); err != nil {
		return err
	}
	orderEntries(s, o, "Recorded ahead, from "+o.On.Words()+": "+o.Words(), m.Note)
	return tellAhead(ctx, s, o, "From "+o.On.Words()+", "+o.Words(), goesOver(o))
}

// orderEntries records something of a merger that is recorded ahead: of itself, and of both councils.
func orderEntries(s *act.Step, o mergers.Order, words, why string) {
	if why != "" {
		words += ". " + why
	}
	s.Record(domain.Event{Kind: "merger order", ID: int64(o.ID), Summary: words},
		domain.Event{Kind: "authority", ID: int64(o.From), Summary: words})
	if o.Into != 0 {
		s.Record(domain.Event{Kind: "authority", ID: int64(o.Into), Summary: words})
	}
}

// goesOver says what a merger that is recorded ahead means to those concerned.
func goesOver(o mergers.Order) string {
	return "Wards and divisions of " + o.FromName + " go over with their Members, areas and open gates: whoever is " +
		"asked goes on being asked. Until that day nothing changes."
}

// tellAhead tells those concerned what is recorded ahead, or what became of that.
func tellAhead(ctx context.Context, s *act.Step, o mergers.Order, subject, body string) error {
	concerned, err := mergerstore.Concerned(ctx, s.Writer.Reader, o.From, s.Today())
	if err != nil {
		return err
	}
	var to []notices.Recipient
	for _, c := range concerned {
		if c.Person != s.Actor.ID {
			to = append(to, notices.Recipient{Person: c.Person, Name: c.Name, Capacity: c.Capacity})
		}
	}
	if len(to) == 0 {
		return nil
	}
	noticestore.Tell(s.Writer, notices.Notice{Event: "council to be merged", Subject: subject, Body: body,
		Link: fmt.Sprintf("/mergers/%d", o.ID)}, to, s.Now())
	return nil
}

// MoveOrder gives a merger that is recorded ahead another day, with the reason. It returns a *domain.BlockedError with
// every reason to refuse, and where its day has come.
func MoveOrder(ctx context.Context, a *act.App, actor policy.Actor, id domain.MergerOrderID, on domain.Date,
	reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		o, err := openOrder(ctx, s, id)
		if err != nil {
			return err
		}
		if o.On == on && o.Stuck == "" {
			return s.Same()
		}
		if err := o.CheckMove(on, reason, s.Today()); err != nil {
			return err
		}
		was := o.On
		o.On = on
		if err := mergerstore.MoveOrder(ctx, s.Writer, id, on); err != nil {
			return err
		}
		orderEntries(s, o, "Moved to "+on.Words()+" from "+was.Words()+": "+o.Words(), reason)
		if err := mergerstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "moved", Was: was, Is: on,
			Reason: reason, At: s.Now()}, actor.ID); err != nil {
			return err
		}
		return tellAhead(ctx, s, o, "From "+on.Words()+", and not from "+was.Words()+", "+o.Words(),
			"Reason: "+reason+"\n\n"+goesOver(o))
	})
}

// TakeBackOrder takes back a merger that is recorded ahead, with the reason. It refuses where its day has come.
func TakeBackOrder(ctx context.Context, a *act.App, actor policy.Actor, id domain.MergerOrderID, reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		o, err := openOrder(ctx, s, id)
		if err != nil {
			return err
		}
		if err := o.CheckTakingBack(reason, s.Today()); err != nil {
			return err
		}
		if err := mergerstore.CloseOrder(ctx, s.Writer, id, "taken back", s.Now()); err != nil {
			return err
		}
		orderEntries(s, o, "Taken back, what was to be from "+o.On.Words()+": "+o.Words(), reason)
		if err := mergerstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "taken back", Reason: reason,
			At: s.Now()}, actor.ID); err != nil {
			return err
		}
		return tellAhead(ctx, s, o, "Taken back: "+o.Words(),
			"Reason: "+reason+"\n\nNothing of it will happen: "+o.FromName+" stays what it is.")
	})
}

// openOrder locks the seats and a merger that is recorded ahead, and loads it.
func openOrder(ctx context.Context, s *act.Step, id domain.MergerOrderID) (mergers.Order, error) {
	if err := placestore.LockSeats(ctx, s.Writer); err != nil {
		return mergers.Order{}, err
	}
	if err := mergerstore.LockOrder(ctx, s.Writer, id); err != nil {
		return mergers.Order{}, err
	}
	return mergerstore.Order(ctx, s.Writer.Reader, id)
}

// TakeOrders has every merger whose day has come take effect, each once and as if it were done by hand that day,
// however many servers try. One that cannot says why, is told of once, and is tried again. It returns how many took
// effect.
func TakeOrders(ctx context.Context, a *act.App) (done int, err error) {
	due, err := mergerstore.DueOrders(ctx, a.Store.Reader, a.Today())
	if err != nil {
		return 0, err
	}
	return act.EachOrStuck(ctx, a, effectAction, "merger order", due, takeOrder(ctx),
		func(id domain.MergerOrderID, why string) error { return stick(ctx, a, id, why) })
}

// takeOrder has one merger take effect, where it is still due.
func takeOrder(ctx context.Context) func(*act.Step, domain.MergerOrderID) (int, error) {
	return func(s *act.Step, id domain.MergerOrderID) (int, error) {
		o, err := openOrder(ctx, s, id)
		if err != nil || !o.Due(s.Today()) {
			return 0, err // another server was quicker, or it was moved
		}
		if _, err := merge(ctx, s, o.Merger, id, func(b mergers.Belongings) mergers.Choices {
			return o.Choices.With(b)
		}); err != nil {
			return 0, err
		}
		if err := mergerstore.CloseOrder(ctx, s.Writer, id, "took effect", s.Now()); err != nil {
			return 0, err
		}
		s.Record(domain.Event{Kind: "merger order", ID: int64(id), Summary: "Took effect, from " + o.On.Words()})
		return 1, mergerstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "took effect", At: s.Now()}, 0)
	}
}

// stick keeps why a merger could not take effect, and tells the administrators, once.
func stick(ctx context.Context, a *act.App, id domain.MergerOrderID, why string) error {
	return a.DoFor(ctx, 0, effectAction, func(s *act.Step) error {
		o, err := openOrder(ctx, s, id)
		if err != nil {
			return err
		}
		if !o.Due(s.Today()) || o.Stuck == why {
			return s.Same()
		}
		if err := mergerstore.StickOrder(ctx, s.Writer, id, why); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "merger order", ID: int64(id), Summary: "Could not take effect: " + why})
		if err := mergerstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "stuck", Reason: why, At: s.Now()},
			0); err != nil {
			return err
		}
		to, err := noticestore.Administrators(ctx, s.Writer.Reader, s.Today())
		if err != nil || len(to) == 0 {
			return err
		}
		body := fmt.Sprintf("From %s it should be so. %s.\nIt is tried again every few minutes. Put this right, give "+
			"it another day, or take it back.", o.On.Words(), why)
		noticestore.Tell(s.Writer, notices.Notice{Event: "council not merged", Body: body,
			Subject: o.FromName + " could not be merged into " + o.IntoName, Link: fmt.Sprintf("/mergers/%d", id)}, to,
			s.Now())
		return nil
	})
}
