// Package registerweb serves the register of decisions, its head and its receipts.
package registerweb

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/serve"
)

// registerPageSize is how many decisions a page of the register has.
const registerPageSize = 50

func RegisterRoutes() []serve.Route {
	return append(logRoutes(),
		serve.Get("/register", policy.ViewRegister, listRegister),
		serve.Get("/register/head", policy.SignIn, registerHead),
		serve.Get("/register/chain", policy.SignIn, registerChain),
		serve.Get("/register/{reference}", policy.ViewRegister, serve.On(entryOf, showEntry)),
		serve.Get("/register/{reference}/receipt.json", policy.ViewRegister, serve.On(entryOf, downloadReceipt)),
	)
}

// listRegister shows the decisions within the reader's scope, newest first.
func listRegister(c *serve.Call) error {
	before, _ := strconv.ParseInt(c.URL.Query().Get("before"), 10, 64)
	area, _ := strconv.ParseInt(c.URL.Query().Get("area"), 10, 64)
	scope := policy.RegisterScopeOf(c.Actor)
	days := c.URL.Query().Get("days") == "yes"
	entries, err := registerstore.RegisterPage(c.Context(), c.Read, scope, domain.AreaID(area), days, before,
		registerPageSize+1)
	if err != nil {
		return err
	}
	head, err := registerstore.RegisterHead(c.Context(), c.Read)
	if err != nil {
		return err
	}
	key, err := registerapp.KeyOf(c.App)
	if err != nil {
		return err
	}
	p := RegisterProps{Shell: c.Shell("Register"), Head: head, Area: domain.AreaID(area), Origin: key.Origin(),
		Days: days, OfDays: !days && area == 0 && scope.Areas.All}
	if len(entries) > registerPageSize {
		entries = entries[:registerPageSize]
		p.Older = entries[registerPageSize-1].Position
	}
	for _, e := range entries {
		payload, err := e.Read()
		if err != nil {
			return err
		}
		p.Lines = append(p.Lines, RegisterLine{Entry: e, Payload: payload})
	}
	replaced, err := replacedBy(c, entries...)
	if err != nil {
		return err
	}
	for i, l := range p.Lines {
		p.Lines[i].Replaced = replaced[l.Entry.Reference]
	}
	return c.Show(Register(p))
}

// replacedBy finds which of the entries a later one replaces, by their references.
func replacedBy(c *serve.Call, entries ...register.RegisterEntry) (map[string]register.Replacement, error) {
	var attempts []domain.AttemptID
	for _, e := range entries {
		switch e.Kind {
		case register.EntrySignature, register.EntryExecutive, register.EntryWaiting, register.EntryExecutiveWaiting:
			attempts = append(attempts, e.Attempt)
		}
	}
	if len(attempts) == 0 {
		return nil, nil
	}
	list, err := registerstore.Replacements(c.Context(), c.Read, attempts)
	byReference := map[string]register.Replacement{}
	for _, r := range list {
		byReference[r.Replaced] = r
	}
	return byReference, err
}

// entryOf loads the entry of the address within what the actor may see: else domain.ErrNotFound.
func entryOf(c *serve.Call) (register.RegisterEntry, error) {
	return registerstore.RegisterEntry(c.Context(), c.Read, policy.RegisterScopeOf(c.Actor), c.Param("reference"))
}

// showEntry shows one decision as the register has it.
func showEntry(c *serve.Call, e register.RegisterEntry) error {
	payload, err := e.Read()
	if err != nil {
		return err
	}
	replaced, err := replacedBy(c, e)
	if err != nil {
		return err
	}
	p := RegisterEntryProps{Shell: c.Shell("Decision " + e.Reference), Entry: e, Payload: payload,
		Replaced: replaced[e.Reference]}
	receipt, err := registerapp.LogReceipt(c.Context(), c.App, c.Council(), e)
	switch {
	case err == nil:
		p.Receipt = &receipt
	case !errors.Is(err, domain.ErrNotFound):
		return err
	}
	return c.Show(RegisterEntry(p))
}

// downloadReceipt gives the file that a signatory keeps and anybody can check (Q8). Where the register is not
// published, it leads to the head of the chain and not to a checkpoint.
func downloadReceipt(c *serve.Call, e register.RegisterEntry) error {
	var receipt any
	receipt, err := registerapp.LogReceipt(c.Context(), c.App, c.Council(), e)
	if errors.Is(err, domain.ErrNotFound) {
		receipt, err = registerapp.Receipt(c.Context(), c.App, c.Council(), e)
	}
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(receipt, "", "  ")
	if err != nil {
		return err
	}
	return c.Download("application/json", "receipt-"+e.Reference+".json", append(body, '\n'))
}

// registerHead publishes the head, for everyone: position and hash on one line. It says nothing of what was decided.
func registerHead(c *serve.Call) error {
	head, err := registerstore.RegisterHead(c.Context(), c.Read)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(c.W, "%d %s\n", head.Position, head.Hash)
	return nil
}

// registerChain publishes every link, for everyone: position, digest of the payload and hash, one entry a line.
func registerChain(c *serve.Call) error {
	c.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	begun := false
	err := registerstore.WalkRegister(c.Context(), c.Read, func(e register.RegisterEntry) error {
		begun = true
		_, err := fmt.Fprintf(c.W, "%d %s %s\n", e.Position, e.PayloadDigest(), e.Hash)
		return err
	})
	if err != nil && begun {
		c.Broke(err)
	}
	return err
}
