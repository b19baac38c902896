package server

func (s *Server) accountRoutes() []Route { return nil }
