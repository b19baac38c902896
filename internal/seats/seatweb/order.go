package seatweb

import (
	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// OrderRoutes are the pages of what is to happen to wards and divisions on a day to come.
func OrderRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/seats/orders/{order}", policy.ViewMembers, serve.On(orderOf, order)),
		serve.Get("/seats/orders/{order}/day", policy.EditSeats, serve.On(orderOf, askOrderDay)),
		serve.Post("/seats/orders/{order}/day", policy.EditSeats,
			serve.On(orderOf, moveOrder)).RestsOn("seat order", "order"),
		serve.Get("/seats/orders/{order}/removal", policy.EditSeats, serve.On(orderOf, askOrderRemoval)),
		serve.Post("/seats/orders/{order}/removal", policy.EditSeats,
			serve.On(orderOf, takeBackOrder)).RestsOn("seat order", "order"),
	}
}

// orderOf loads the order of the address.
func orderOf(c *serve.Call) (seats.Order, error) {
	id, err := serve.PathID[domain.SeatOrderID](c, "order")
	if err != nil {
		return seats.Order{}, err
	}
	return seatstore.Order(c.Context(), c.Read, id)
}

func orderTitle(o seats.Order) string { return "What is to happen from " + o.On.Words() }

func orderShell(c *serve.Call, o seats.Order, title string) frame.Shell {
	return c.Shell(title+" – "+o.Council).Under("Wards and divisions", "/seats", orderTitle(o),
		"/seats/orders/"+serve.IDText(o.ID), title)
}

// order shows what is to happen on a day, and what became of it.
func order(c *serve.Call, o seats.Order) error {
	steps, err := seatstore.OrderSteps(c.Context(), c.Read, o.ID)
	if err != nil {
		return err
	}
	title := orderTitle(o)
	shell := c.Shell(title+" – "+o.Council).Under("Wards and divisions", "/seats", title)
	return c.Show(OrderPage(OrderProps{Shell: shell, Order: o, Steps: steps, Today: c.Today(),
		MayEdit: policy.Can(c.Actor, policy.EditSeats)}))
}

// askOrderDay shows the form that moves what is to happen to another day.
func askOrderDay(c *serve.Call, o seats.Order) error {
	return orderDayForm(c, o, serve.WithDay(form.New(nil), "on", o.On))
}

func orderDayForm(c *serve.Call, o seats.Order, f form.Form) error {
	return c.Page(f, OrderDay(OrderProps{Shell: orderShell(c, o, "Move it to another day"), Form: f, Order: o}))
}

// moveOrder moves what is to happen to another day.
func moveOrder(c *serve.Call, o seats.Order) error {
	f := c.Posted()
	on := f.Date("on", "Enter the day from which on it is so")
	reason := f.Required("reason", 500, "Enter why it is moved")
	if err := f.Take(func() error {
		return seatapp.MoveOrder(c.Context(), c.App, c.Actor, o.ID, on, reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return orderDayForm(c, o, f)
	}
	return c.Done("Moved. It takes effect from "+on.Words()+".", "/seats/orders/%d", o.ID)
}

// askOrderRemoval shows the form that takes back what is to happen.
func askOrderRemoval(c *serve.Call, o seats.Order) error {
	return orderRemovalForm(c, o, form.New(nil))
}

func orderRemovalForm(c *serve.Call, o seats.Order, f form.Form) error {
	return c.Page(f, OrderRemoval(OrderProps{Shell: orderShell(c, o, "Take it back"), Form: f, Order: o}))
}

// takeBackOrder takes back what is to happen.
func takeBackOrder(c *serve.Call, o seats.Order) error {
	f := c.Posted()
	why := f.Required("why", 500, "Enter why it is taken back")
	if err := f.Take(func() error {
		return seatapp.TakeBackOrder(c.Context(), c.App, c.Actor, o.ID, why)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return orderRemovalForm(c, o, f)
	}
	return c.Done("Taken back. Nothing of it will happen.", "/seats/orders/%d", o.ID)
}

// AreaAside says what is to happen to the wards and divisions of an area on a day to come.
func AreaAside(c *serve.Call, area places.Area) (templ.Component, error) {
	list, err := seatstore.ComingNear(c.Context(), c.Read, area.ID)
	if err != nil {
		return nil, err
	}
	return ComingSection(ComingProps{List: list, Area: area.ID, Linked: policy.Can(c.Actor, policy.ViewMembers)}), nil
}

// MembersAhead are the Area Members on a day to come by what is recorded ahead.
func MembersAhead(c *serve.Call, area domain.AreaID, on domain.Date, found placeapp.MembersOn) ([]places.AreaMember,
	error) {
	return seatapp.MembersAhead(c.Context(), c.App, area, on, found.Members)
}
