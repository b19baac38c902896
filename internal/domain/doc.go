// Package domain holds what is true, in the councils' words: records, states and rules.
// It is pure: facts in, answers out; no context, database, clock or HTTP.
package domain
