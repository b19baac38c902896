package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"syscall"
)

// serveSite serves the pages until the context ends; then it finishes what is under way and stops all that it started.
func serveSite(ctx context.Context, in installation, args []string) (err error) {
	set := flags(in, "serve")
	demo := set.Bool("demo", false,
		"with the invented county of Aldermoor and one-click sign-ins, on this machine only")
	noWorkers := set.Bool("no-workers", false, "leave the work in the background to fourgates work")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("serve does not take %q; write fourgates serve, or fourgates serve --demo", set.Arg(0))
	}
	if err := mayServe(in, *demo); err != nil {
		return err
	}
	collectRarely()
	// The address first: when it is taken, nothing else has been started.
	listener, err := listen(ctx, in.cfg.Addr, "FOURGATES_ADDR")
	if err != nil {
		return err
	}
	defer listener.Close()
	d, measures, end, err := openProcess(ctx, in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	site, err := newSite(ctx, in, d, *demo, measures)
	if err != nil {
		return err
	}
	defer site.close()
	if err := measureQueues(measures, site.app.Store); err != nil {
		return err
	}
	if !*noWorkers {
		stop, err := startWork(ctx, in, d, site.app, site.post, measures)
		if err != nil {
			return err
		}
		defer stop()
	}
	if err := announce(in, listener.Addr(), *demo, site.demo); err != nil {
		return err
	}
	return answer(ctx, listener, site.handler, &site.leaving)
}

// mayServe refuses combinations that would put accounts in the open.
func mayServe(in installation, demo bool) error {
	reachable := !in.cfg.Loopback()
	switch {
	case demo && (reachable || in.cfg.Secure()):
		return fmt.Errorf("a demo lets anybody in, so it is served to this machine only; set FOURGATES_ADDR to a " +
			"loopback address such as 127.0.0.1:8080 and leave BASE_URL out, or leave out --demo")
	case demo && (in.cfg.SMTP != "" || in.cfg.NotifyKey != ""):
		return errors.New("a demo sends no e-mail, for its people do not exist; leave SMTP_URL and NOTIFY_API_KEY out")
	case reachable && in.cfg.BaseURL == nil:
		return fmt.Errorf("FOURGATES_ADDR is %s, which others can reach; set BASE_URL to the https:// address under "+
			"which they do, or FOURGATES_ADDR to a loopback address", in.cfg.Addr)
	}
	return nil
}

func listen(ctx context.Context, addr, setting string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program already listens on %s; stop it, or set %s to another address, such "+
			"as 127.0.0.1:8081", addr, setting)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("you may not listen on %s; set %s to an address with a port from 1024 up", addr, setting)
	case err != nil:
		return nil, fmt.Errorf("it is not possible to listen on %s; set %s to an address of this machine, such as "+
			"127.0.0.1:8080", addr, setting)
	}
	return l, nil
}

// collectRarely lets garbage grow to four times what is in use, unless GOGC says otherwise. Little is in use, and much
// is thrown away with each page: a page costs a fifth less for some twenty megabytes.
func collectRarely() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
