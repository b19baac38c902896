package partnerweb

import (
	"fourgates/internal/form"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// contactsCSV is exactly the list of contacts that the address asks for, from its beginning to its end, as a file.
func contactsCSV(c *serve.Call) error {
	const atOnce = 1000
	f := form.New(c.URL.Query())
	filter, scope := decodeContactFilter(&f), policy.ScopeOf(c.Actor, policy.ViewContacts)
	filter.After, filter.Before, filter.Limit = 0, 0, atOnce
	list, err := partnerstore.ListContacts(c.Context(), c.Read, scope, c.Today(), filter)
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
		if list, err = partnerstore.ListContacts(c.Context(), c.Read, scope, c.Today(), filter); err != nil {
			c.Broke(err)
		}
	}
}

func contactRow(line partners.ContactLine) []string {
	barred := "no"
	if line.DoNotContact {
		barred = "yes"
	}
	return []string{serve.CsvText(line.Name), serve.CsvText(line.Organisations), serve.CsvText(line.Email), serve.CsvText(line.Phone),
		line.Channel, line.LawfulBasis, barred}
}
