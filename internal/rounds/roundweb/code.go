package roundweb

import (
	"strings"

	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundapp"
	"fourgates/internal/serve"
)

// codeRoutes are open to all: whoever holds a slip has no account. The code goes from form to form, and no cookie holds
// it.
func codeRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/say", policy.SignIn, askCode),
		serve.Post("/say", policy.SignIn, takeCode),
		serve.Post("/say/answer", policy.SignIn, answerByCode),
		serve.Get("/say/thanks", policy.SignIn, thanks),
	}
}

const sayTitle = "Say what matters where you live"

func askCode(c *serve.Call) error { return codeForm(c, form.New(nil)) }

func codeForm(c *serve.Call, f form.Form) error {
	private(c)
	return c.Page(f, Code(CodeProps{Shell: c.Shell(sayTitle), Form: f}))
}

// private keeps the page out of caches: on a shared computer nobody finds another's code.
func private(c *serve.Call) { c.W.Header().Set("Cache-Control", "no-store") }

// takeCode shows what is asked to whoever has a code that can be used.
func takeCode(c *serve.Call) error {
	f := c.Posted()
	code := f.Required("code", 100, "Enter the code on your slip")
	var r rounds.Round
	if err := f.Take(func() (err error) {
		r, err = roundapp.RoundOfCode(c.Context(), c.App, code, c.Caller())
		return err
	}); err != nil {
		return serve.Throttled(c.W, err)
	}
	if !f.OK() {
		return codeForm(c, f)
	}
	return answerForm(c, r, form.With("code", code))
}

func answerForm(c *serve.Call, r rounds.Round, f form.Form) error {
	private(c)
	return c.Page(f, AnswerByCode(AnswerByCodeProps{Shell: c.Shell("What matters most in " + r.AreaName), Form: f,
		Round: r}))
}

// answerByCode takes what somebody says with a code. Where what they chose is refused, the code still works.
func answerByCode(c *serve.Call) error {
	f := c.Posted()
	code := f.Text("code")
	said := decodeAnswer(&f)
	if err := f.Take(func() error {
		return roundapp.AnswerByCode(c.Context(), c.App, code, said, c.Caller())
	}); err != nil {
		return serve.Throttled(c.W, err)
	}
	if f.OK() {
		return c.To("/say/thanks")
	}
	if f.Problem("code") != "" {
		return codeForm(c, f)
	}
	r, err := roundapp.RoundOfCode(c.Context(), c.App, code, c.Caller())
	if refused, ok := errors.AsType[*domain.BlockedError](err); ok {
		f.Refuse(refused)
		return codeForm(c, f)
	}
	if err != nil {
		return serve.Throttled(c.W, err)
	}
	return answerForm(c, r, f)
}

func thanks(c *serve.Call) error { return c.Show(Thanks(c.Shell("Thank you"))) }

// onPaper is an address as people type it off a slip.
func onPaper(base string) string {
	return strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://")
}
