package mergerweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/mergers"
	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/mergers/mergerstore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// orderOf loads the merger of the address, which is or was recorded ahead.
func orderOf(c *serve.Call) (mergers.Order, error) {
	id, err := serve.PathID[domain.MergerOrderID](c, "order")
	if err != nil {
		return mergers.Order{}, err
	}
	return mergerstore.Order(c.Context(), c.Read, id)
}

func orderProps(c *serve.Call, o mergers.Order, title string) OrderProps {
	shell := c.Shell(title+" – "+o.FromName).Under("Wards and divisions", "/seats", o.FromName,
		"/authorities/"+serve.IDText(o.From), orderTitle(o))
	if title != orderTitle(o) {
		shell = c.Shell(title+" – "+o.FromName).Under("Wards and divisions", "/seats", o.FromName,
			"/authorities/"+serve.IDText(o.From), orderTitle(o), "/mergers/"+serve.IDText(o.ID), title)
	}
	return OrderProps{Shell: shell, Order: o, Today: c.Today(), MayEdit: policy.Can(c.Actor, policy.EditSeats)}
}

// order shows a merger that is to happen, and what became of it.
func order(c *serve.Call, o mergers.Order) error {
	p := orderProps(c, o, orderTitle(o))
	var err error
	if p.Steps, err = mergerstore.OrderSteps(c.Context(), c.Read, o.ID); err != nil {
		return err
	}
	return c.Show(OrderPage(p))
}

// askOrderDay shows the form that moves a merger to another day.
func askOrderDay(c *serve.Call, o mergers.Order) error {
	return orderDayForm(c, o, serve.WithDay(form.New(nil), "on", o.On))
}

func orderDayForm(c *serve.Call, o mergers.Order, f form.Form) error {
	p := orderProps(c, o, "Move it to another day")
	p.Form = f
	return c.Page(f, OrderDay(p))
}

// moveOrder moves a merger to another day.
func moveOrder(c *serve.Call, o mergers.Order) error {
	f := c.Posted()
	on := f.Date("on", "Enter the day from which on it is so")
	reason := f.Required("reason", 500, "Enter why it is moved")
	if err := f.Take(func() error {
		return mergerapp.MoveOrder(c.Context(), c.App, c.Actor, o.ID, on, reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return orderDayForm(c, o, f)
	}
	return c.Done("Moved. It takes effect from "+on.Words()+".", "/mergers/%d", o.ID)
}

// askOrderRemoval shows the form that takes back a merger that is to happen.
func askOrderRemoval(c *serve.Call, o mergers.Order) error {
	return orderRemovalForm(c, o, form.New(nil))
}

func orderRemovalForm(c *serve.Call, o mergers.Order, f form.Form) error {
	p := orderProps(c, o, "Take it back")
	p.Form = f
	return c.Page(f, OrderRemoval(p))
}

// takeBackOrder takes back a merger that is to happen.
func takeBackOrder(c *serve.Call, o mergers.Order) error {
	f := c.Posted()
	why := f.Required("why", 500, "Enter why it is taken back")
	if err := f.Take(func() error {
		return mergerapp.TakeBackOrder(c.Context(), c.App, c.Actor, o.ID, why)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return orderRemovalForm(c, o, f)
	}
	return c.Done("Taken back. Nothing of it will happen.", "/mergers/%d", o.ID)
}

// CouncilAside says on a council's page with which it is to be merged.
func CouncilAside(c *serve.Call, of places.Authority) (templ.Component, error) {
	list, err := mergerstore.ComingTo(c.Context(), c.Read, of.ID)
	return ComingSection(list), err
}

// AreaAside says which councils of an area are to be merged.
func AreaAside(c *serve.Call, area places.Area) (templ.Component, error) {
	list, err := mergerstore.ComingNear(c.Context(), c.Read, area.ID)
	return ComingSection(list), err
}
