package world

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// Password is what everybody of the world signs in with.
const Password = "by-Aldermoor-bridge"

// ErrInhabited is what Load returns for a database that has areas already.
var ErrInhabited = errors.New("the database has areas already: the demo world goes into an empty one only")

// Load makes the whole world by the commands that people would have used, each at its time and by its person, so that
// audit trail, register and notices are as they would be had it all happened. The day of loading is that of a's clock,
// and nothing is later than that. All of it is there in the end or, with an error, nothing.
func Load(ctx context.Context, a *act.App) error {
	w, err := Read()
	if err != nil {
		return err
	}
	err = a.Store.InOne(ctx, func(s *db.Store) error {
		inhabited, err := placestore.AreaCodes(ctx, s.Reader)
		if err != nil {
			return err
		}
		if len(inhabited) > 0 {
			return ErrInhabited
		}
		return newLoading(w, a, s).run(ctx)
	})
	if errors.Is(err, domain.ErrConflict) {
		return errors.New("the demo world is being loaded by another process: wait for it")
	}
	return err
}

// loading is a load under way: what is to be done, and what has come to be under which key.
type loading struct {
	World
	app   *act.App
	store *db.Store
	end   time.Time   // nothing is later
	today domain.Date // the day of end
	at    time.Time   // where the commands' clock stands
	steps []step

	hash string // of Password

	people        map[string]domain.PersonID
	seats         map[string]places.Seat // by code
	services      map[string]domain.ServiceID
	organisations map[string]domain.OrganisationID
	themes        map[string]domain.ThemeID
	contacts      map[string]domain.ContactID
	areas         map[string]domain.AreaID
	places        map[string]domain.PlaceID // by area and place
	issues        map[string]domain.IssueID
	attempts      map[string]domain.AttemptID
}

func newLoading(w World, a *act.App, s *db.Store) *loading {
	l := &loading{
		World: w, store: s, end: a.Now(), today: domain.DateOf(a.Now()),
		people: map[string]domain.PersonID{}, seats: map[string]places.Seat{}, services: map[string]domain.ServiceID{},
		organisations: map[string]domain.OrganisationID{}, themes: map[string]domain.ThemeID{},
		contacts: map[string]domain.ContactID{},
		areas:    map[string]domain.AreaID{}, places: map[string]domain.PlaceID{}, issues: map[string]domain.IssueID{},
		attempts: map[string]domain.AttemptID{},
	}
	l.app = &act.App{Store: s, Random: rand.NewChaCha8([32]byte{}), Beyond: a.Beyond, Rules: a.Rules,
		Passwords: a.Passwords, Now: func() time.Time { return l.at }, Log: slog.New(slog.DiscardHandler)}
	return l
}

// step is one thing that somebody does on a day.
type step struct {
	day  Day
	part part
	what string
	do   func(context.Context) error
}

// part is the order within a day: what others need comes first.
type part int

const (
	reminding part = iota
	settingUp
	appointing
	proposing
	drawing
	assigning
	meeting // views, inductions, networks, statements
	raising
	evidencing
	triaging
	synthesising
	moving
	workingOn
	submitting
	deciding
	ending
)

func (l *loading) plan(day Day, p part, what string, do func(context.Context) error) {
	l.steps = append(l.steps, step{day, p, what, do})
}

// by plans a step of a person, with the rights that they have at its time.
func (l *loading) by(who string, day Day, p part, what string, do func(context.Context, policy.Actor) error) {
	l.plan(day, p, who+": "+what, func(ctx context.Context) error {
		actor, err := l.actor(ctx, who)
		if err != nil {
			return err
		}
		return do(ctx, actor)
	})
}

func (l *loading) actor(ctx context.Context, who string) (policy.Actor, error) {
	id, ok := l.people[who]
	if !ok {
		return policy.Actor{}, fmt.Errorf("%s is not there yet", who)
	}
	return signin.Actor(ctx, l.store.Reader, id, domain.DateOf(l.at))
}

func (l *loading) run(ctx context.Context) error {
	l.planCounty()
	for _, a := range l.Areas {
		l.planArea(a)
		l.planPeopleOf(a)
		l.planGates(a)
		l.planCycles(a)
	}
	for _, i := range l.Issues {
		l.planIssue(i)
	}
	for _, k := range l.Works {
		l.planWork(k)
	}
	l.planReview()
	l.planAsks()
	l.planReminders()
	slices.SortStableFunc(l.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.part, b.part))
	})
	for n, s := range l.steps {
		l.at = l.timeOf(n)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("the demo world cannot be loaded: day %d, %s: %w", s.day, s.what, err)
		}
	}
	return nil
}

// timeOf spreads the steps of a day over office hours, from nine to half past five.
func (l *loading) timeOf(n int) time.Time {
	first := n
	for first > 0 && l.steps[first-1].day == l.steps[n].day {
		first--
	}
	last := n
	for last+1 < len(l.steps) && l.steps[last+1].day == l.steps[n].day {
		last++
	}
	y, m, d := l.date(l.steps[n].day).Time().Date()
	nine := time.Date(y, m, d, 9, 0, 0, 0, domain.London)
	at := nine.Add(8*time.Hour*time.Duration(n-first)/time.Duration(last-first+1) + 7*time.Minute +
		time.Duration(n%53)*time.Second)
	if at.After(l.end) {
		return l.end
	}
	return at
}

// date is the day in the calendar.
func (l *loading) date(d Day) domain.Date { return l.today.AddDays(int(d)) }

// until is a day that may be none.
func (l *loading) until(to *Day) domain.Date {
	if to == nil {
		return domain.Date{}
	}
	return l.date(*to)
}
