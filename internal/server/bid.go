package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) bidRoutes() []Route {
	return []Route{
		get("/areas/{area}/bids", policy.ViewSolutions, s.listBids),
		get("/areas/{area}/bids.csv", policy.ViewSolutions, s.bidsCSV),
		get("/areas/{area}/bids/new", policy.EditBids, s.newBid),
		post("/areas/{area}/bids", policy.EditBids, s.addBid),
		get("/areas/{area}/bids/none", policy.EditBids, s.askNoBids),
		post("/areas/{area}/bids/none", policy.EditBids, s.stateNoBids),
		get("/bids/{bid}", policy.ViewSolutions, s.bid),
		get("/bids/{bid}/edit", policy.EditBids, s.editBid),
		post("/bids/{bid}/edit", policy.EditBids, s.saveBid),
		post("/bids/{bid}/moves", policy.EditBids, s.moveBid),
	}
}

// bidsOf loads the bids of an area's present cycle.
func (s *Server) bidsOf(r *http.Request, actor policy.Actor, area domain.AreaID) ([]domain.BidLine, error) {
	cycle, err := s.read.CurrentCycle(r.Context(), area)
	if err != nil {
		return nil, err
	}
	return s.read.Bids(r.Context(), policy.SolutionScopeOf(actor), area, cycle)
}

// listBids shows the bids of an area.
func (s *Server) listBids(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.ViewSolutions)
	if err != nil {
		return err
	}
	p := page.BidListProps{Area: area, Tabs: page.AreaTabs(actor, area.ID, "/areas/"+idText(area.ID)+"/solutions"), Today: s.today(),
		MayEdit: policy.CanIn(actor, policy.EditBids, area.ID) && area.CheckRunning() == nil}
	if p.Bids, err = s.bidsOf(r, actor, area.ID); err != nil {
		return err
	}
	stated, err := s.read.Statements(r.Context(), area.ID)
	if err != nil {
		return err
	}
	p.None, p.Shell = stated[domain.StatedNoBids], s.areaShell(r, actor, area, "Bids")
	return s.render(w, r, http.StatusOK, page.BidList(p))
}

// areaForBids loads the area of the address for somebody who edits its bids.
func (s *Server) areaForBids(r *http.Request, actor policy.Actor) (domain.Area, error) {
	area, err := s.areaFor(r, actor, policy.EditBids)
	if err != nil {
		return area, err
	}
	return area, area.CheckRunning()
}

// decodeBid reads what was typed of a bid.
func decodeBid(values url.Values) (form.Form, domain.BidDraft) {
	f := form.New(values)
	d := domain.BidDraft{
		Title:     f.Required("title", 120, "Enter what the bid is for"),
		Funder:    f.Required("funder", 120, "Enter the funder"),
		Amount:    f.Money("amount", "Enter the amount that is asked for"),
		Match:     f.Money("match", "Enter the match funding, or 0"),
		Deadline:  f.Date("deadline", "Enter the funder’s deadline"),
		Solutions: form.IDs[domain.SolutionID](&f, "solution"),
	}
	if d.Amount == 0 {
		f.Add("amount", "Enter more than £0")
	}
	return f, d
}

// newBid shows the form of a new bid.
func (s *Server) newBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.newBidPage(w, r, actor, http.StatusOK, form.With("key", newKey()))
}

func (s *Server) newBidPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	cycle, err := s.read.CurrentCycle(r.Context(), area.ID)
	if err != nil {
		return err
	}
	p := page.BidFormProps{Form: f, Area: domain.AreaName{ID: area.ID, Name: area.Name}}
	if p.Solutions, err = s.fundable(r, actor, area.ID, cycle, nil); err != nil {
		return err
	}
	p.Shell = s.shell(r, actor, "Add a bid").Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Bids", "/areas/"+idText(area.ID)+"/bids", "Add a bid")
	if !f.OK() {
		p.Shell = p.WithErrors()
		if len(p.Solutions) == 0 {
			shownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
		}
	}
	return s.render(w, r, status, page.BidForm(p))
}

// fundable lists the solutions that a bid can fund, and those that it does.
func (s *Server) fundable(r *http.Request, actor policy.Actor, area domain.AreaID, cycle int, funded []domain.SolutionID) ([]domain.SolutionLine, error) {
	lines, err := s.read.Solutions(r.Context(), policy.SolutionScopeOf(actor), area, cycle)
	return slices.DeleteFunc(lines, func(l domain.SolutionLine) bool { return !l.State.Fundable() && !slices.Contains(funded, l.ID) }), err
}

// addBid saves a new bid.
func (s *Server) addBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	f, d := decodeBid(r.PostForm)
	key := f.Optional("key", 60)
	var id domain.BidID
	if f.OK() {
		id, err = s.app.AddBid(r.Context(), actor, area.ID, d, key)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.newBidPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Bid added", "/bids/%d", id)
}

// bidOf loads the bid of the address within what the actor may see: else domain.ErrNotFound.
func (s *Server) bidOf(r *http.Request, actor policy.Actor) (domain.BidLine, error) {
	id, err := pathID[domain.BidID](r, "bid")
	if err != nil {
		return domain.BidLine{}, err
	}
	return s.read.Bid(r.Context(), policy.SolutionScopeOf(actor), id)
}

// bid shows one bid.
func (s *Server) bid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.bidPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) bidPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, move form.Form) error {
	b, err := s.bidOf(r, actor)
	if err != nil {
		return err
	}
	history, err := s.read.History(r.Context(), "bid", int64(b.ID))
	if err != nil {
		return err
	}
	p := page.BidProps{Shell: s.bidShell(r, actor, b, b.Title), Bid: b, Today: s.today(), History: issueHistory(history), Move: move}
	if p.MayMove = policy.CanIn(actor, policy.EditBids, b.Area); p.MayMove {
		p.Moves, p.MayEdit = b.MovesNow(), b.CheckEdit() == nil
	}
	if !move.OK() {
		p.Shell = p.WithErrors()
		switch {
		case len(p.Moves) == 0:
			shownAt(&p.Move)
		case b.State != domain.BidSubmitted:
			shownAt(&p.Move, "move", "reason")
		}
	}
	return s.render(w, r, status, page.Bid(p))
}

func (s *Server) bidShell(r *http.Request, actor policy.Actor, b domain.BidLine, title string) page.Shell {
	at := "/areas/" + idText(b.Area)
	trail := []string{"Areas", "/areas", b.AreaName, at, "Bids", at + "/bids", "Bid " + idText(b.ID)}
	if title != b.Title {
		trail = append(trail, "/bids/"+idText(b.ID), title)
	}
	return s.shell(r, actor, title).Under(trail...)
}

// bidToEdit loads the bid of the address for somebody who may change what it says.
func (s *Server) bidToEdit(r *http.Request, actor policy.Actor) (domain.BidLine, error) {
	b, err := s.bidOf(r, actor)
	if err != nil {
		return b, err
	}
	if err := policy.CheckIn(actor, policy.EditBids, b.Area); err != nil {
		return b, err
	}
	return b, b.CheckEdit()
}

// editBid shows the form to change a bid.
func (s *Server) editBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	b, err := s.bidToEdit(r, actor)
	if err != nil {
		return err
	}
	f := form.With("version", strconv.Itoa(b.Version), "title", b.Title, "funder", b.Funder, "amount", b.Amount.Typed(), "match", b.Match.Typed())
	for _, x := range b.Solutions {
		f.Values.Add("solution", idText(x.ID))
	}
	return s.editBidPage(w, r, actor, http.StatusOK, b, withDay(f, "deadline", b.Deadline), nil)
}

func (s *Server) editBidPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, b domain.BidLine, f form.Form, stale []page.StaleField) error {
	p := page.BidFormProps{Shell: s.bidShell(r, actor, b, "Change the bid"), Form: f, Area: domain.AreaName{ID: b.Area, Name: b.AreaName}, Bid: b, Stale: stale}
	var err error
	if p.Solutions, err = s.fundable(r, actor, b.Area, b.Cycle, b.Draft().Solutions); err != nil {
		return err
	}
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
		if len(p.Solutions) == 0 {
			shownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
		}
	}
	return s.render(w, r, status, page.BidForm(p))
}

// saveBid saves the change. Where somebody else saved first, both versions are shown and what was typed stays in the form.
func (s *Server) saveBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	b, err := s.bidToEdit(r, actor)
	if err != nil {
		return err
	}
	f, d := decodeBid(r.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = s.app.EditBid(r.Context(), actor, b.ID, version, d)
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleBid(w, r, actor, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.editBidPage(w, r, actor, http.StatusUnprocessableEntity, b, f, nil)
	}
	return s.done(w, r, "Bid changed", "/bids/%d", b.ID)
}

func (s *Server) staleBid(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.BidDraft) error {
	now, err := s.bidToEdit(r, actor)
	if err != nil {
		return err
	}
	known, err := s.fundable(r, actor, now.Area, now.Cycle, d.Solutions)
	if err != nil {
		return err
	}
	typed := now
	typed.Bid, typed.Solutions = now.With(d), nil
	for _, l := range known {
		if slices.Contains(d.Solutions, l.ID) {
			typed.Solutions = append(typed.Solutions, domain.BidSolution{ID: l.ID, Title: l.Title, State: l.State})
		}
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := typed.Words()
	for at, field := range now.Words() {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return s.editBidPage(w, r, actor, http.StatusConflict, now, f, page.StaleFields(both...))
}

// moveBid takes a bid a step further.
func (s *Server) moveBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.BidID](r, "bid")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	var won *domain.Pence
	if move == "won" {
		won = f.OptionalMoney("won")
	}
	if f.OK() {
		err = s.app.MoveBid(r.Context(), actor, id, move, reason, won)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.bidPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Status changed", "/bids/%d", id)
}

// askNoBids shows the form to state why there are no bids.
func (s *Server) askNoBids(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.noBidsPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) noBidsPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	at := "/areas/" + idText(area.ID)
	p := page.ReasonProps{Shell: s.shell(r, actor, "State that there are no bids").Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "No bids"), Form: f,
		Title: "State that there are no bids", Caption: area.Name, Lead: "Gate 3 asks for the bids of the area, or for a statement why there are none. Members and the Executive read it. The newest statement counts.",
		Back: at + "/bids", Field: "text", Label: "Why are there no bids?", Button: "Save the statement"}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Reason(p))
}

// stateNoBids saves the statement that there are no bids.
func (s *Server) stateNoBids(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	text := f.Required("text", 2000, "Say why there are no bids")
	if f.OK() {
		err = s.app.StateNoBids(r.Context(), actor, area.ID, text)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.noBidsPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Statement saved", "/areas/%d/bids", area.ID)
}
