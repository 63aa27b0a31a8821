//! An authenticator app, as far as codes go.

use data_encoding::BASE32_NOPAD;
use ring::hmac;

use super::appliance::TestAppliance;

/// An app that was given this secret, in base 32.
pub(crate) struct TotpApp(pub(crate) String);

impl TotpApp {
    pub(crate) fn seed(&self) -> Vec<u8> {
        BASE32_NOPAD.decode(self.0.as_bytes()).unwrap()
    }

    /// What it shows now.
    pub(crate) fn code(&self, the_box: &TestAppliance) -> String {
        let step = u64::try_from(the_box.clock.now().as_second()).unwrap() / 30;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.seed());
        let signed = hmac::sign(&key, &step.to_be_bytes());
        let begin = usize::from(signed.as_ref()[19] & 15);
        let chosen: [u8; 4] = signed.as_ref()[begin..begin + 4].try_into().unwrap();
        format!("{:06}", (u32::from_be_bytes(chosen) & 0x7fff_ffff) % 1_000_000)
    }
}
