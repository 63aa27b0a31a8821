//! What everyday Indonesian money words mean.
