package solutionweb

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/timelines/timelineweb"
	"fourgates/web/frame"
)

func (pages solutionPages) bidRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas/{area}/bids", policy.ViewSolutions, serve.On(placeweb.AreaFor(policy.ViewSolutions),
			pages.listBids)),
		serve.Get("/areas/{area}/bids.csv", policy.ViewSolutions, serve.On(placeweb.AreaFor(policy.ViewSolutions),
			bidsCSV)),
		serve.Get("/areas/{area}/bids/new", policy.EditBids, serve.On(placeweb.RunningAreaFor(policy.EditBids),
			newBid)),
		serve.Post("/areas/{area}/bids", policy.EditBids, serve.On(placeweb.RunningAreaFor(policy.EditBids), addBid)),
		serve.Get("/areas/{area}/bids/none", policy.EditBids, serve.On(placeweb.RunningAreaFor(policy.EditBids),
			askNoBids)),
		serve.Post("/areas/{area}/bids/none", policy.EditBids, serve.On(placeweb.RunningAreaFor(policy.EditBids),
			stateNoBids)),
		serve.Get("/bids/{bid}", policy.ViewSolutions, serve.On(bidOf, pages.bid)),
		serve.Get("/bids/{bid}/edit", policy.EditBids, serve.On(bidToEdit, editBid)),
		serve.Post("/bids/{bid}/edit", policy.EditBids, serve.On(bidToEdit, saveBid)),
		serve.Post("/bids/{bid}/moves", policy.EditBids,
			serve.On(serve.Where(mayEditBid, bidOf), pages.moveBid)).RestsOn("bid", "bid"),
	}
}

// bidsOf loads the bids of the cycle of an area that the address asks for.
func bidsOf(c *serve.Call, area places.Area) ([]solutions.BidLine, int, error) {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return nil, 0, err
	}
	lines, err := solutionstore.Bids(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), area.ID, cycle)
	return lines, cycle, err
}

// listBids shows the bids of an area.
func (pages solutionPages) listBids(c *serve.Call, area places.Area) error {
	p := BidListProps{Area: area, Today: c.Today(),
		Tabs:    placeweb.AreaTabs(c.Actor, area.ID, "/areas/"+serve.IDText(area.ID)+"/solutions"),
		MayEdit: places.MayWork(c.Actor, policy.EditBids, area)}
	var err error
	if p.Bids, p.Cycle, err = bidsOf(c, area); err != nil {
		return err
	}
	p.MayEdit = p.MayEdit && p.Cycle == area.Cycle && area.CheckCycle() == nil
	if p.Marks, err = pages.plan.Bids(c, area.ID); err != nil {
		return err
	}
	stated, err := partnerstore.Statements(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	p.None, p.Shell = stated[solutions.StatedNoBids], placeweb.AreaShell(c, area, "Bids")
	return c.Show(BidList(p))
}

// decodeBid reads what was typed of a bid.
func decodeBid(f *form.Form) solutions.BidDraft {
	d := solutions.BidDraft{
		Title:     f.Required("title", 120, "Enter what the bid is for"),
		Funder:    f.Required("funder", 120, "Enter the funder"),
		Amount:    f.Money("amount", "Enter the amount that is asked for"),
		Match:     f.Money("match", "Enter the match funding, or 0"),
		Deadline:  f.Date("deadline", "Enter the funder’s deadline"),
		Solutions: form.IDs[domain.SolutionID](f, "solution"),
	}
	if d.Amount == 0 {
		f.Add("amount", "Enter more than £0")
	}
	return d
}

// newBid shows the form of a new bid.
func newBid(c *serve.Call, area places.Area) error {
	return newBidPage(c, area, form.With("key", issueweb.NewKey()))
}

func newBidPage(c *serve.Call, area places.Area, f form.Form) error {
	cycle, err := solutionstore.CurrentCycle(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	p := BidFormProps{Form: f, Area: places.AreaName{ID: area.ID, Name: area.Name}}
	if p.Solutions, err = fundable(c, area.ID, cycle, nil); err != nil {
		return err
	}
	at := "/areas/" + serve.IDText(area.ID)
	p.Shell = c.Shell("Add a bid").Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "Add a bid")
	return bidForm(c, p)
}

// bidForm shows the form of a bid. It has a field for solutions only where there are any.
func bidForm(c *serve.Call, p BidFormProps) error {
	if len(p.Solutions) == 0 {
		issueweb.ShownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
	}
	return c.Page(p.Form, BidForm(p))
}

// fundable lists the solutions that a bid can fund, and those that it does.
func fundable(c *serve.Call, area domain.AreaID, cycle int, funded []domain.SolutionID) ([]solutions.SolutionLine,
	error) {
	lines, err := solutionstore.Solutions(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), area, cycle)
	return slices.DeleteFunc(lines, func(l solutions.SolutionLine) bool {
		return !l.State.Fundable() && !slices.Contains(funded, l.ID)
	}), err
}

// addBid saves a new bid.
func addBid(c *serve.Call, area places.Area) error {
	f := c.Posted()
	d, key := decodeBid(&f), f.Optional("key", 60)
	var id domain.BidID
	err := f.Take(func() (err error) {
		id, err = solutionapp.AddBid(c.Context(), c.App, c.Actor, area.ID, d, key)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return newBidPage(c, area, f)
	}
	return c.Done(timelineweb.Closed(c, "Bid added", area.ID, d.Deadline), "/bids/%d", id)
}

// bidOf loads the bid of the address within what the actor may see: else domain.ErrNotFound.
func bidOf(c *serve.Call) (solutions.BidLine, error) {
	id, err := serve.PathID[domain.BidID](c, "bid")
	if err != nil {
		return solutions.BidLine{}, err
	}
	return solutionstore.Bid(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), id)
}

// mayEditBid reports whether the actor is an officer of the bid's area.
func mayEditBid(a policy.Actor, b solutions.BidLine) bool {
	return policy.CanIn(a, policy.EditBids, b.Area)
}

// bid shows one bid.
func (pages solutionPages) bid(c *serve.Call, b solutions.BidLine) error {
	return pages.bidPage(c, b, form.New(nil))
}

func (pages solutionPages) bidPage(c *serve.Call, b solutions.BidLine, move form.Form) error {
	history, err := c.Read.History(c.Context(), "bid", int64(b.ID))
	if err == nil {
		history, err = restrictionstore.History(c.Context(), c.Read, b.Area, history)
	}
	if err != nil {
		return err
	}
	p := BidProps{Shell: bidShell(c, b, b.Title), Bid: b, Today: c.Today(), History: issueweb.HistoryOf(history),
		Move: move}
	if p.Changed, err = pages.plan.Bid(c, b.Area, b.ID); err != nil {
		return err
	}
	if !policy.CanIn(c.Actor, policy.ViewRestricted, b.Area) {
		for i := range p.History {
			p.History[i].Changes = slices.DeleteFunc(p.History[i].Changes,
				func(change issueweb.HistoryChange) bool { return change.Field == solutions.FundedBefore })
		}
	}
	if p.MayMove = policy.CanIn(c.Actor, policy.EditBids, b.Area); p.MayMove {
		p.Moves, p.MayEdit = b.MovesNow(), b.CheckEdit() == nil
	}
	switch {
	case len(p.Moves) == 0:
		issueweb.ShownAt(&p.Move)
	case b.State != solutions.BidSubmitted:
		issueweb.ShownAt(&p.Move, "move", "reason")
	}
	return c.Page(move, Bid(p))
}

func bidShell(c *serve.Call, b solutions.BidLine, title string) frame.Shell {
	at := "/areas/" + serve.IDText(b.Area)
	trail := []string{"Areas", "/areas", b.AreaName, at, "Bids", at + "/bids", "Bid " + serve.IDText(b.ID)}
	if title != b.Title {
		trail = append(trail, "/bids/"+serve.IDText(b.ID), title)
	}
	return c.Shell(title).Under(trail...)
}
