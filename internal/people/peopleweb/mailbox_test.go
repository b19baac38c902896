package peopleweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// shared is a server on which two people sign in with one mailbox, each with a password of their own.
func shared(t *testing.T) (h *servertest.Harness, mbali, sian domain.PersonID) {
	t.Helper()
	h = servertest.New(t)
	mbali, sian = h.Person("Mbali Dube", policy.CLO), h.Person("Siân Rees", policy.CLO)
	h.Forced("one mailbox", `UPDATE people SET email = 'ward@aldermoor.test' WHERE id = ANY($1)`,
		[]int64{int64(mbali), int64(sian)})
	h.Password(mbali, servertest.Password)
	h.Password(sian, "otter bridge lamp")
	return h, mbali, sian
}

func TestTwoWithOneMailboxSignInEachAsThemselves(t *testing.T) {
	h, _, _ := shared(t)
	for _, c := range []struct{ name, password, is string }{
		{"Mbali Dube", servertest.Password, "Mbali Dube"},
		{"  sian REES ", "otter bridge lamp", "Siân Rees"},
		{"Mbali Dube", "otter bridge lamp", ""},
		{"Siân Rees", servertest.Password, ""},
		{"", servertest.Password, ""},
		{"Somebody Else", servertest.Password, ""},
	} {
		b := h.Browser()
		p := b.Post("/sign-in", "email", "ward@aldermoor.test", "name", c.name, "password", c.password)
		if c.is == "" {
			if got := p.Want(t, http.StatusUnprocessableEntity).Problem("email"); got !=
				"E-mail address or password is not right" {
				t.Errorf("%q is refused with %q", c.name, got)
			}
			continue
		}
		p.Want(t, http.StatusSeeOther)
		if p := b.Get("/account").Want(t, http.StatusOK); !p.Says(c.is) || !p.Says("which others use too") {
			t.Errorf("%q signs in as: %s", c.name, p.Words())
		}
	}
}

func TestASharedMailboxCannotBeToldFromAnyOther(t *testing.T) {
	h, _, _ := shared(t)
	page := func(email string) string {
		p := h.Browser().Post("/sign-in", "email", email, "name", "Mbali Dube", "password", "not the password").
			Want(t, http.StatusUnprocessableEntity)
		return strings.ReplaceAll(p.Body, email, "EMAIL")
	}
	if page("ward@aldermoor.test") != page("nobody@aldermoor.test") {
		t.Error("the page differs from that of an address that nobody has")
	}
}

func TestOwnPasswordGivesNoMoreTriesOfAnothers(t *testing.T) {
	h, _, _ := shared(t)
	b := h.Browser()
	try := func(name, password string) int {
		return b.Post("/sign-in", "email", "ward@aldermoor.test", "name", name, "password", password).Status
	}
	wrong := 0
	for range 30 {
		if try("Siân Rees", "not the password") == http.StatusTooManyRequests {
			break
		}
		wrong++
		try("Mbali Dube", servertest.Password) // her own, which is right
	}
	if wrong >= 30 {
		t.Fatal("nothing ends the tries")
	}
	h.Move(domain.TryWindow)
	for range 3 * wrong {
		if got := try("Mbali Dube", servertest.Password); got != http.StatusSeeOther {
			t.Fatalf("the right password counts against who gives it: %d", got)
		}
		b = h.Browser()
	}
}

func TestOneWhoSignsInAloneNeedsNoName(t *testing.T) {
	h, _, _ := shared(t)
	one := h.Person("Ottoline Achebe", policy.CLO)
	h.Forced("one mailbox", `UPDATE people SET email = 'desk@aldermoor.test' WHERE id = ANY($1)`,
		[]int64{int64(one), int64(h.Person("Aled"))}) // who has no password yet
	h.Password(one, servertest.Password)
	for _, name := range []string{"", "Otti"} {
		h.Browser().Post("/sign-in", "email", "desk@aldermoor.test", "name", name, "password", servertest.Password).
			Want(t, http.StatusSeeOther)
	}
}

func TestInvitationsToOneMailboxArePersonal(t *testing.T) {
	h, _, _, c := admins(t)
	to := link(t, c.Post("/admin/people", "name", "Tremaine Bello", "email", "ward@aldermoor.test").
		Want(t, http.StatusCreated))
	asked := c.Post("/admin/people", "name", "Priya Nair", "email", "ward@aldermoor.test").
		Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(asked.Problem("shares"), "Tremaine Bello has this e-mail address") {
		t.Fatalf("asked %v", asked.Problems())
	}
	second := link(t, c.Post("/admin/people", "name", "Priya Nair", "email", "ward@aldermoor.test", "shares", "yes").
		Want(t, http.StatusCreated))
	c.Post("/admin/people", "name", "priya nair", "email", "ward@aldermoor.test", "shares", "yes").
		Want(t, http.StatusUnprocessableEntity)
	b := h.Browser()
	if p := b.Get(second).Want(t, http.StatusOK); !p.Says("Others use this address too") || !p.Says("Priya Nair") {
		t.Errorf("her link: %s", p.Words())
	}
	b.Post(second, "password", servertest.Password).Want(t, http.StatusSeeOther)
	if p := b.Get("/account").Want(t, http.StatusOK); !p.Says("Priya Nair") {
		t.Errorf("her link leads to the account of: %s", p.Words())
	}
	h.Browser().Get(to).Want(t, http.StatusOK) // his still works
}

func TestAnAddressIsTakenAwayOnlyFromWhoHasNoAccount(t *testing.T) {
	h, _, second, c := admins(t)
	p := c.Post(personPath(second, ""), "name", "Oluwaseun", "email", "", "version", "1").
		Want(t, http.StatusUnprocessableEntity)
	if p.Problem("email") == "" {
		t.Errorf("somebody with an account is left without address: %v", p.Problems())
	}
	aled := h.Person("Aled")
	open := link(t, c.Post(personPath(aled, "/invitations")).Want(t, http.StatusCreated))
	c.Post(personPath(aled, ""), "name", "Aled", "email", "", "version", "1").Want(t, http.StatusSeeOther)
	h.Browser().Get(open).Want(t, http.StatusNotFound)
}
