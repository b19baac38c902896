package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
)

// contactsCSV is exactly the list of contacts that the address asks for, from its beginning to its end, as a file.
func (s *Server) contactsCSV(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	const atOnce = 1000
	f := form.New(r.URL.Query())
	filter, scope := contactFilter(&f), policy.ScopeOf(actor, policy.ViewContacts)
	filter.After, filter.Before, filter.Limit = 0, 0, atOnce
	list, err := s.read.ListContacts(r.Context(), scope, s.today(), filter)
	if err != nil {
		return err
	}
	out := s.csvFile(w, r, actor, "contacts", "Name", "Organisations", "E-mail", "Telephone", "Reach by", "Lawful basis", "Do not contact")
	for {
		for _, c := range list {
			_ = out.Write(contactRow(c))
		}
		out.Flush()
		if out.Error() != nil || len(list) < atOnce {
			return nil // all is written, or nobody reads any more
		}
		filter.After = list[len(list)-1].ID
		if list, err = s.read.ListContacts(r.Context(), scope, s.today(), filter); err != nil {
			s.csvBroke(r, err)
		}
	}
}

func contactRow(c domain.ContactLine) []string {
	barred := "no"
	if c.DoNotContact {
		barred = "yes"
	}
	return []string{csvText(c.Name), csvText(c.Organisations), csvText(c.Email), csvText(c.Phone), c.Channel, c.LawfulBasis, barred}
}
