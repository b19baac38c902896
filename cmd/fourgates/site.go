package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/prometheus/client_golang/prometheus"

	"fourgates/internal/act"
	"fourgates/internal/config"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/home"
	"fourgates/internal/mails/mailapp"
	"fourgates/internal/notices/noticeweb"
	"fourgates/internal/register"
	"fourgates/internal/serve"
	"fourgates/web/static"
	"fourgates/web/ui"
)

// site is what is served.
type site struct {
	handler  http.Handler
	demo     []serve.DemoPerson
	leaving  atomic.Bool // no longer ready: about to stop
	sessions *pgxstore.PostgresStore
	app      *act.App
	post     mailapp.Post
}

func newSite(ctx context.Context, in installation, d *database, demo bool, measures prometheus.Registerer) (_ *site,
	err error) {
	a := newApp(in, d)
	if a.RegisterKey, err = registerKey(in.cfg, demo); err != nil {
		return nil, err
	}
	log := a.Log
	s := &site{app: a}
	if s.post, err = withMail(a, in.cfg, councilOf(in.cfg, demo)); err != nil {
		return nil, err
	}
	if demo {
		if s.demo, err = openDemo(ctx, in, a, d); err != nil {
			return nil, err
		}
	}
	assets, look, err := assetsOf(in.cfg.Colour)
	if err != nil {
		return nil, err
	}
	var proxies []string
	for _, p := range in.cfg.Proxies {
		proxies = append(proxies, p.String())
	}
	baseURL := "" // as the request has it, so that every loopback name works
	if in.cfg.BaseURL != nil {
		baseURL = base(in.cfg)
	}
	s.sessions = pgxstore.New(d.pool)
	_, s.handler = serve.New(serve.Options{
		Table:    home.Table(),
		App:      a,
		Sessions: s.sessions,
		Log:      log,
		Council:  councilOf(in.cfg, demo),
		Secure:   in.cfg.Secure(),
		BaseURL:  baseURL,
		Hosts:    in.cfg.Hosts(),
		Assets:   assets,
		Look:     look,
		Tiles:    in.cfg.MapTiles,
		Proxies:  proxies,
		Demo:     s.demo,
		Waits:    gateweb.Waits,
		Told:     noticeweb.Told,
		Ready:    s.ready,
		Pool:     int(d.pool.Config().MaxConns),
		Now:      in.now,
		Wall:     time.Now,
		Measures: measures,
	})
	return s, nil
}

// councilOf is the council's name, or one for while nobody has set COUNCIL_NAME.
func councilOf(cfg config.Config, demo bool) string {
	if demo {
		return cmp.Or(cfg.Council, "Aldermoor County Council")
	}
	return cmp.Or(cfg.Council, "Your council")
}

func (s *site) close() {
	s.sessions.StopCleanup()
}

func (s *site) ready() error {
	if s.leaving.Load() {
		return errors.New("about to stop")
	}
	return nil
}

// assetsOf serves the built files and the stylesheet with the council's colour, and gives their addresses.
func assetsOf(colour string) (http.Handler, ui.Assets, error) {
	built, err := static.Open()
	if err != nil {
		return nil, ui.Assets{}, err
	}
	c, err := static.ParseColour(colour)
	if err != nil {
		return nil, ui.Assets{}, err
	}
	council := static.NewCouncil(c)
	mux := http.NewServeMux()
	mux.Handle("/assets/", built.Handler())
	mux.Handle(council.Path(), council.Handler())
	return mux, ui.Assets{
		CSS: built.Path("main.css"), CouncilCSS: council.Path(), JS: built.Path("main.js"),
		MapCSS: built.Path("map.css"), MapJS: built.Path("map.js"), Icon: built.Path("icon.svg"),
	}, nil
}

// announce says where the pages are, and in a demo who can sign in.
func announce(in installation, at net.Addr, asDemo bool, people []serve.DemoPerson) error {
	var b strings.Builder
	base := "http://" + at.String()
	if in.cfg.BaseURL != nil {
		base = in.cfg.BaseURL.String()
	}
	fmt.Fprintf(&b, "Fourgates is at %s\n", base)
	if asDemo {
		b.WriteString(signIns(people) + "\nCtrl-C stops it; the data stays.\n\n")
	}
	_, err := in.out.Write([]byte(b.String()))
	return err
}

// newKey prints a key with which the register is published, and the one by which others check it.
func newKey(_ context.Context, in installation, args []string) error {
	set := flags(in, "key")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 1 {
		return errors.New("say whose register it is, as its address without https://: " +
			"fourgates key lcap.example.gov.uk/register")
	}
	private, err := register.NewLogKey(rand.Reader, set.Arg(0))
	if err != nil {
		return fmt.Errorf("a log cannot be called %q: the name has no spaces and no +", set.Arg(0))
	}
	key, err := register.ParseLogKey(private)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(in.out, "FOURGATES_REGISTER_KEY=%s\nchecked by: %s\n", private, key.Verifier())
	return err
}

// demoKey is the file in the data folder with the key of a demo's register.
const demoKey = "register.key"

// registerKey is the key of the installation. A demo without one makes its own, which stays in the data folder.
func registerKey(cfg config.Config, demo bool) (string, error) {
	if cfg.RegisterKey != "" || !demo {
		return string(cfg.RegisterKey), nil
	}
	file := filepath.Join(cfg.Data, demoKey)
	if text, err := os.ReadFile(file); err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	private, err := register.NewLogKey(rand.Reader, "demo.test/register")
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return "", fmt.Errorf("the key of the register cannot be kept: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) { // another server was quicker
		text, err := os.ReadFile(file)
		return strings.TrimSpace(string(text)), err
	}
	if err != nil {
		return "", fmt.Errorf("the key of the register cannot be kept: %w", err)
	}
	_, err = f.WriteString(private + "\n")
	return private, errors.Join(err, f.Close())
}
