//! The transport mask. Knows neither chunks nor files.
