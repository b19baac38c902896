// Package calendarweb serves calendar addresss and the page on which a person makes or revokes their address.
package calendarweb

import (
	"net/http"

	"fourgates/internal/calendars/calendarapp"
	"fourgates/internal/calendars/calendarstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func CalendarRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/account/calendar", policy.OwnAccount, ownCalendar),
		serve.Post("/account/calendar", policy.OwnAccount, makeAddress),
		serve.Post("/account/calendar/revocation", policy.OwnAccount, revokeAddress),
		serve.Get("/calendar/{token}.ics", policy.SignIn, show),
	}
}

// ownCalendar shows whether the actor has a calendar address.
func ownCalendar(c *serve.Call) error {
	p, err := feedProps(c)
	if err != nil {
		return err
	}
	return c.Show(Address(p))
}

func feedProps(c *serve.Call) (p AddressProps, err error) {
	if p.Since, err = calendarstore.MadeAt(c.Context(), c.Read, c.Actor.ID); err != nil {
		return p, err
	}
	const title = "Your calendar"
	p.Shell = c.Shell(title).Under("Your account", "/account", title)
	return p, nil
}

// makeAddress answers with the address itself. It is nowhere else: neither in the database nor in the session.
func makeAddress(c *serve.Call) error {
	token, err := calendarapp.MakeAddress(c.Context(), c.App, c.Actor)
	if err != nil {
		return err
	}
	p, err := feedProps(c)
	if err != nil {
		return err
	}
	p.Address = c.Base() + "/calendar/" + token + ".ics"
	return c.Answer(http.StatusCreated, Address(p))
}

func revokeAddress(c *serve.Call) error {
	if err := calendarapp.RevokeAddress(c.Context(), c.App, c.Actor); err != nil {
		return err
	}
	return c.Done("The address works no more", "/account/calendar")
}

// show answers whoever has the address, without a session: a calendar cannot sign in.
func show(c *serve.Call) error {
	text, err := calendarapp.Text(c.Context(), c.App, c.Param("token"), c.Base(), c.Caller())
	if err != nil {
		return serve.Throttled(c.W, err)
	}
	c.W.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = c.W.Write([]byte(text))
	return nil
}
