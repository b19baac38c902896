package partnerweb_test

import (
	"net/http"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// An organisation is known by its name however it is written, and may keep its own.
func TestAnOrganisationIsEnteredOnce(t *testing.T) {
	h := servertest.New(t)
	officer := h.As(h.Person("Nia Pugh", policy.CPO))
	made := officer.Post("/organisations", "name", "Cymdeithas Tŷ’r Ysgol", "kind", "voluntary").
		Want(t, http.StatusSeeOther)
	again := officer.Post("/organisations", "name", "Cymdeithas Ty'r Ysgol", "kind", "voluntary").
		Want(t, http.StatusUnprocessableEntity)
	if again.Problem("name") != "There is an organisation called Cymdeithas Tŷ’r Ysgol already" {
		t.Errorf("%q", again.Problem("name"))
	}
	officer.Post(made.Location(), "name", "Cymdeithas Tŷ’r Ysgol", "kind", "voluntary", "version", "1").
		Want(t, http.StatusSeeOther)
}
