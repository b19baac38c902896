package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func (s *Server) seatRoutes() []Route {
	return []Route{
		get("/members", policy.ViewMembers, s.members),
		get("/seats", policy.ViewMembers, s.seats),
		get("/seats/imports/new", policy.EditSeats, s.newSeatImport),
		upload("/seats/imports", policy.EditSeats, s.uploadSeats),
		get("/seats/imports/{file}", policy.EditSeats, s.seatFile),
		post("/seats/imports/{file}/confirmation", policy.EditSeats, s.confirmSeats),

		get("/seats/{seat}", policy.ViewMembers, s.seat),
		get("/seats/{seat}/places", policy.EditSeats, s.editSeatPlaces),
		post("/seats/{seat}/places", policy.EditSeats, s.setSeatPlaces),
		get("/seats/{seat}/terms/new", policy.EditSeats, s.newTerm),
		post("/seats/{seat}/terms", policy.EditSeats, s.beginTerm),
		get("/seats/{seat}/terms/{term}/end", policy.EditSeats, s.askEndTerm),
		post("/seats/{seat}/terms/{term}/end", policy.EditSeats, s.endTerm),
		post("/seats/{seat}/terms/{term}/removal", policy.EditSeats, s.removeTerm),
		get("/seats/{seat}/substitutes/new", policy.EditSeats, s.newSubstitute),
		post("/seats/{seat}/substitutes", policy.EditSeats, s.nameSubstitute),
		post("/seats/{seat}/substitutes/{substitute}/ending", policy.EditSeats, s.endSubstitute),
	}
}

// seats lists every ward and division by council.
func (s *Server) seats(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	lines, err := s.read.SeatLines(r.Context(), s.today())
	if err != nil {
		return err
	}
	p := page.SeatListProps{Shell: s.shell(r, actor, "Wards and divisions"), Groups: seatsByCouncil(lines), MayImport: policy.Can(actor, policy.EditSeats)}
	return s.render(w, r, http.StatusOK, page.SeatList(p))
}

func seatsByCouncil(lines []store.SeatLine) []page.SeatLines {
	var groups []page.SeatLines
	for _, l := range lines {
		last := len(groups) - 1
		if last < 0 || groups[last].Authority != l.Authority || groups[last].Kind != l.Kind {
			groups = append(groups, page.SeatLines{Authority: l.Authority, Tier: l.Tier, Kind: l.Kind})
			last++
		}
		groups[last].Seats = append(groups[last].Seats, page.SeatLine{ID: l.ID, Code: l.Code, Name: l.Name, Places: l.Places, Held: l.Held})
	}
	return groups
}

// seatOf loads the seat of the address with its council.
func (s *Server) seatOf(r *http.Request) (domain.Seat, domain.Authority, error) {
	id, err := pathID[domain.SeatID](r, "seat")
	if err != nil {
		return domain.Seat{}, domain.Authority{}, err
	}
	seat, err := s.read.Seat(r.Context(), id)
	if err != nil {
		return seat, domain.Authority{}, err
	}
	council, err := s.read.Authority(r.Context(), seat.Authority)
	return seat, council, err
}

// seat shows a ward or division: its Members, those before, and who stands in.
func (s *Server) seat(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, council, err := s.seatOf(r)
	if err != nil {
		return err
	}
	p := page.SeatProps{Seat: seat, Authority: council, Today: s.today(), MayEdit: policy.Can(actor, policy.EditSeats),
		MayPeople: policy.Can(actor, policy.ManagePeople), GatesLinked: policy.Can(actor, policy.ViewGates), Allowed: s.app.Rules.SubstitutesAllowed}
	if p.Terms, err = s.read.Terms(r.Context(), seat.ID); err != nil {
		return err
	}
	if p.Substitutes, err = s.read.Substitutes(r.Context(), seat.ID); err != nil {
		return err
	}
	areas, err := s.read.SeatAreas(r.Context(), seat.ID)
	if err != nil {
		return err
	}
	filter := domain.AreaFilter{Own: true, Mine: areas}
	if p.Areas, err = s.read.Areas(r.Context(), policy.ScopeOf(actor, policy.ViewAreas), filter, domain.AreaCursor{}, areasOnPage, p.Today); err != nil {
		return err
	}
	if p.History, err = s.history(r, actor, policy.EditSeats, "seat", int64(seat.ID)); err != nil {
		return err
	}
	name := seat.Name + " " + string(seat.Kind)
	p.Shell = s.shell(r, actor, name).Under("Wards and divisions", "/seats", name)
	return s.render(w, r, http.StatusOK, page.Seat(p))
}

// seatShell is the shell of a page under a seat's own.
func (s *Server) seatShell(r *http.Request, actor policy.Actor, seat domain.Seat, title string) page.Shell {
	return s.shell(r, actor, title+" – "+seat.Name).Under("Wards and divisions", "/seats", seat.Name+" "+string(seat.Kind), "/seats/"+idText(seat.ID), title)
}

// editSeatPlaces shows the form that says how many Members a seat elects.
func (s *Server) editSeatPlaces(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, _, err := s.seatOf(r)
	if err != nil {
		return err
	}
	return s.seatPlacesForm(w, r, actor, http.StatusOK, seat, form.With("places", strconv.Itoa(seat.Places)))
}

func (s *Server) seatPlacesForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, seat domain.Seat, f form.Form) error {
	p := page.SeatPlacesProps{Shell: s.seatShell(r, actor, seat, "Number of Members"), Form: f, Seat: seat}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.SeatPlaces(p))
}

// setSeatPlaces saves how many Members a seat elects.
func (s *Server) setSeatPlaces(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	seat, _, err := s.seatOf(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	places := f.Int("places", 1, domain.MostPlaces, "Enter how many Members it elects")
	if f.OK() {
		err := s.app.SetSeatPlaces(r.Context(), actor, seat.ID, places)
		if err == nil {
			return s.done(w, r, "Saved", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.seatPlacesForm(w, r, actor, http.StatusUnprocessableEntity, seat, f)
}
