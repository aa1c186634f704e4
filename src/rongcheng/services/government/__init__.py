"""Government services across cities (跨市通办): any counter serves, the competent one decides."""
