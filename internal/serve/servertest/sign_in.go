package servertest

import (
	"net/http"
	"testing"
)

// Password is everybody's password.
const Password = "bridge otter lamp"

// SignIn is a browser that has signed in with the form.
func SignIn(t *testing.T, h *Harness, email string) *Client {
	t.Helper()
	c := h.Browser()
	c.Post("/sign-in", "email", email, "password", Password).Want(t, http.StatusSeeOther)
	return c
}
