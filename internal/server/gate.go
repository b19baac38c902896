package server

func (s *Server) gateRoutes() []Route { return nil }
