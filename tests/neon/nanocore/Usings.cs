// The product's projects have implicit usings; its numerics rely on this one.
global using System;
