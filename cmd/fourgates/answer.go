package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	drainFor  = 500 * time.Millisecond // still listening, while balancers learn that we leave
	settleIn  = time.Second            // for clients to ask once more and be told
	finishIn  = 10 * time.Second       // for what is still under way
	tick      = 5 * time.Millisecond
	headLimit = 16 << 10
)

// answer serves until the context ends, then lets what is under way finish.
//
// Shutdown alone would drop requests: the library closes a connection unanswered when it reads a request after Shutdown
// began, and the system resets connections that wait to be accepted. So the address is closed first, when nobody waits;
// then each client is told with its next answer to come back elsewhere; and only then is the server shut down.
func answer(ctx context.Context, listener net.Listener, handler http.Handler, leaving *atomic.Bool) error {
	var open atomic.Int64 // connections
	var closed atomic.Bool
	s := &http.Server{
		Handler:           closing(handler, &closed),
		ConnState:         count(&open),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    headLimit,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	leaving.Store(true)
	time.Sleep(drainFor)
	closeToNew(listener)
	<-failed
	closed.Store(true)
	for waited := time.Duration(0); open.Load() > 0 && waited < settleIn; waited += tick {
		time.Sleep(tick)
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishIn)
	defer cancel()
	if err := s.Shutdown(finish); err != nil {
		slog.Warn("some requests did not finish in time", "seconds", finishIn.Seconds())
		return s.Close()
	}
	return nil
}

// closeToNew closes an address. Before it does it lets nobody new wait to be accepted, for the system would reset them.
func closeToNew(l net.Listener) {
	if tcp, ok := l.(*net.TCPListener); ok {
		if raw, err := tcp.SyscallConn(); err == nil {
			_ = raw.Control(func(fd uintptr) { _ = syscall.Listen(int(fd), 0) })
		}
		time.Sleep(4 * tick)
	}
	_ = l.Close()
}

// closing asks clients to come back on a new connection once the address is closed, so that none sends a request into a
// closing one.
func closing(next http.Handler, closed *atomic.Bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if closed.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// count keeps the number of open connections.
func count(open *atomic.Int64) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
}
