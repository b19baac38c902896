package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
)

// contactsCSV is exactly the list of contacts that the address asks for, from its beginning to its end, as a file.
func contactsCSV(c *Call) error {
	const atOnce = 1000
	f := form.New(c.URL.Query())
	filter, scope := contactFilter(&f), policy.ScopeOf(c.Actor, policy.ViewContacts)
	filter.After, filter.Before, filter.Limit = 0, 0, atOnce
	list, err := c.Read.ListContacts(c.Context(), scope, c.Today(), filter)
	if err != nil {
		return err
	}
	out := c.CSV("contacts", "Name", "Organisations", "E-mail", "Telephone", "Reach by", "Lawful basis", "Do not contact")
	for {
		for _, line := range list {
			_ = out.Write(contactRow(line))
		}
		out.Flush()
		if out.Error() != nil || len(list) < atOnce {
			return nil // all is written, or nobody reads any more
		}
		filter.After = list[len(list)-1].ID
		if list, err = c.Read.ListContacts(c.Context(), scope, c.Today(), filter); err != nil {
			c.Broke(err)
		}
	}
}

func contactRow(line domain.ContactLine) []string {
	barred := "no"
	if line.DoNotContact {
		barred = "yes"
	}
	return []string{csvText(line.Name), csvText(line.Organisations), csvText(line.Email), csvText(line.Phone),
		line.Channel, line.LawfulBasis, barred}
}
