package world

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"fourgates/internal/diaries"
	"fourgates/internal/diaries/diaryapp"
	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	life "fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/themes/themeapp"
	"fourgates/internal/themes/themestore"
)

// The two who set the county up.
const (
	administrator = "admin"
	planner       = "cpo"
)

// start is the first day of anybody's role: the installation begins.
func (l *loading) start() Day {
	var first Day
	for _, p := range l.People {
		for _, g := range p.Grants {
			first = min(first, g.From)
		}
	}
	return first
}

// planCounty plans what an administrator and a planning officer set up before the first area, and the people in their
// time.
func (l *loading) planCounty() {
	day := l.start()
	l.plan(day, settingUp, "first administrator", l.addAdministrator)
	for _, t := range l.Themes {
		l.by(administrator, day, settingUp, "theme "+t.Name, func(ctx context.Context, by policy.Actor) error {
			return l.addTheme(ctx, by, t)
		})
	}
	for _, a := range l.Authorities {
		l.by(administrator, day, settingUp, "seats of "+a.Name, func(ctx context.Context, by policy.Actor) error {
			return l.importSeats(ctx, by, a)
		})
	}
	l.planPerson(l.person(planner))
	for _, s := range l.Services {
		l.planService(s)
	}
	for _, o := range l.Organisations {
		l.by(planner, day, settingUp, "organisation "+o.Name, func(ctx context.Context, by policy.Actor) (err error) {
			l.organisations[o.Key], err = partnerapp.AddOrganisation(ctx, l.app, by, partners.Organisation{Name: o.Name,
				Kind: inWords(o.Kind)})
			return err
		})
	}
	for _, p := range l.People {
		if p.Key != administrator && p.Key != planner {
			l.planPerson(p)
		}
	}
	for _, c := range l.Contacts {
		l.planLeaving(c)
	}
	for _, e := range l.Calendar {
		l.by(planner, day, settingUp, e.Kind+" of "+e.Council, func(ctx context.Context, by policy.Actor) error {
			return l.addDiaryEntry(ctx, by, e)
		})
	}
}

func (l *loading) addDiaryEntry(ctx context.Context, by policy.Actor, e DiaryEntry) error {
	for _, a := range l.Authorities {
		if a.Key != e.Council {
			continue
		}
		council, err := placestore.AuthorityNamed(ctx, l.store.Reader, a.Name)
		if err != nil {
			return err
		}
		seats, err := diarystore.Seats(ctx, l.store.Reader, council.ID)
		if err != nil {
			return err
		}
		is := diaries.Entry{Authority: council.ID, Kind: diaries.Kind(e.Kind), StartsOn: l.date(e.From),
			EndsOn: l.date(e.To), Name: e.Name}
		for _, s := range seats {
			if slices.Contains(e.Wards, s.Name) {
				is.Seats, is.SeatNames = append(is.Seats, s.ID), append(is.SeatNames, s.Name)
			}
		}
		return diaryapp.Put(ctx, l.app, by, is)
	}
	return fmt.Errorf("no council %q", e.Council)
}

// inWords turns a word of the data into the domain's: a kind of organisation, a part of a network.
func inWords(word string) string {
	switch word {
	case "town-parish":
		return "town or parish"
	case "patch-worker":
		return partners.PatchWorker
	}
	return word
}

func (l *loading) addTheme(ctx context.Context, by policy.Actor, t Theme) error {
	if err := themeapp.AddTheme(ctx, l.app, by, t.Name); err != nil {
		return err
	}
	all, err := themestore.Themes(ctx, l.store.Reader, false)
	for _, is := range all {
		if is.Name == t.Name {
			l.themes[t.Key] = is.ID
		}
	}
	return err
}

func (l *loading) importSeats(ctx context.Context, by policy.Actor, a Authority) error {
	read, err := seatapp.ReadSeats(bytes.NewReader(a.SeatFile()))
	if err != nil {
		return err
	}
	kind := places.Ward
	if a.Tier == "county" {
		kind = places.Division
	}
	if _, err := seatapp.ImportSeats(ctx, l.app, by, places.SeatImport{Authority: a.Name, Tier: places.Tier(a.Tier),
		Kind: kind, Seats: read, Places: 1}); err != nil {
		return err
	}
	authority, err := placestore.AuthorityNamed(ctx, l.store.Reader, a.Name)
	if err != nil {
		return err
	}
	stored, err := placestore.SeatsOf(ctx, l.store.Reader, authority.ID)
	if err != nil {
		return err
	}
	for _, s := range stored {
		at := slices.IndexFunc(l.Seats, func(is Seat) bool { return is.Code == s.Code })
		s.Places = l.Seats[at].Places
		l.seats[s.Code] = s
		if err := seatapp.SetSeatPlaces(ctx, l.app, by, s.ID, s.Places); err != nil {
			return err
		}
	}
	return nil
}

// planService plans a service with its managers. One who manages it in some areas is listed when they are proposed.
func (l *loading) planService(s Service) {
	l.by(planner, l.start(), settingUp, "service "+s.Name, func(ctx context.Context, by policy.Actor) error {
		at := slices.IndexFunc(l.Authorities, func(a Authority) bool { return a.Key == s.Authority })
		authority, err := placestore.AuthorityNamed(ctx, l.store.Reader, l.Authorities[at].Name)
		if err != nil {
			return err
		}
		l.services[s.Key], err = partnerapp.AddService(ctx, l.app, by, partners.Service{Authority: authority.ID,
			Name: s.Name})
		return err
	})
	for _, m := range s.Managers {
		if len(m.Areas) == 0 {
			l.planManager(s, m, "", max(m.From, l.start()))
		}
		for _, a := range l.Areas {
			if slices.Contains(m.Areas, a.Key) {
				l.planManager(s, m, a.Key, max(m.From, a.Proposed))
			}
		}
	}
}

func (l *loading) planManager(s Service, m ServiceManager, area string, day Day) {
	l.by(planner, day, assigning, "manager of "+s.Name, func(ctx context.Context, by policy.Actor) error {
		return partnerapp.AddServicePost(ctx, l.app, by, partners.ServicePost{Service: l.services[s.Key],
			Area: l.areas[area], Person: l.people[m.Person], From: l.date(day)})
	})
}

// The ward review that is under way while a gate asks the ward's Members: it gets a name and a code of its own, and
// whoever was asked goes on being asked.
const (
	reviewed        = "E05990007" // Market ward of Thornlow, in the area of the town centre
	reviewedName    = "Old Market"
	reviewedCode    = "E05990107"
	reviewDay       = Day(-3)
	reviewNext      = Day(158)
	reviewOrder     = "The Thornlow electoral changes order: first of two steps"
	reviewNextOrder = "The same order: second step, at the elections"
)

// planReview plans the ward review.
func (l *loading) planReview() {
	for _, is := range []life.Change{{Kind: life.Renamed, Name: reviewedName},
		{Kind: life.Recoded, Code: reviewedCode}} {
		is.Note = reviewOrder
		l.by(administrator, reviewDay, appointing, "ward review: "+is.Kind.Title(),
			func(ctx context.Context, by policy.Actor) error {
				return seatapp.ChangeSeat(ctx, l.app, by, l.seats[reviewed].ID, is)
			})
	}
	l.by(administrator, reviewDay, appointing, "ward review: what is to come",
		func(ctx context.Context, by policy.Actor) error {
			return seatapp.ChangeSeat(ctx, l.app, by, l.seats[reviewed].ID, life.Change{Kind: life.PlacesChanged,
				Places: 4, On: l.date(reviewNext), Note: reviewNextOrder})
		})
}
