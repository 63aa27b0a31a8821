//! Putting the newest backup, encrypted as it is, into the private chats of the box's keepers.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Bot;
use super::client::CallError;
use crate::app::BackupCopy;
use crate::tasks::blocking;

/// How often it is looked for a backup that is in no chat yet.
const LOOK_AGAIN: Duration = Duration::from_mins(1);
/// After a failure it waits longer each time, up to this.
const MOST: Duration = Duration::from_hours(1);

impl Bot {
    /// Copies until it is told to stop.
    pub(super) async fn copy_backups(&self, stop: CancellationToken) -> anyhow::Result<()> {
        let mut wait = self.inner.options.copies.every;
        loop {
            let ended = tokio::select! {
                ended = self.copy_newest() => ended,
                () = stop.cancelled() => return Ok(()),
            };
            match ended {
                Ok(()) => wait = self.inner.options.copies.every,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "the backup is not in the chat yet");
                    wait = (wait * 2).min(MOST);
                }
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    async fn copy_newest(&self) -> anyhow::Result<()> {
        let (app, most) = (self.app().clone(), self.inner.options.copies.part_bytes);
        let found = blocking(move || app.backup_to_copy(most).map_err(anyhow::Error::from)).await?;
        let Some(mut copy) = found else { return Ok(()) };
        while let Some((chat, place)) = copy.next() {
            let (back, part) = blocking(move || -> anyhow::Result<_> {
                let part = copy.parts.read(place)?;
                Ok((copy, part))
            })
            .await?;
            copy = back;
            match self.inner.client.send_document(chat, &copy.parts.name(place), part).await {
                Ok(_) => copy.goes_on(),
                Err(CallError::Retry { after }) => tokio::time::sleep(after).await,
                Err(error) if error.is_passing() || error == CallError::Unauthorized => {
                    return Err(error.into());
                }
                Err(error) => {
                    tracing::warn!(%error, "one of the keepers' chats takes no backup");
                    copy.passes_over();
                }
            }
            copy = self.remember(copy).await?;
        }
        Ok(())
    }

    async fn remember(&self, copy: BackupCopy) -> anyhow::Result<BackupCopy> {
        let app = self.app().clone();
        blocking(move || {
            app.backup_copy_went_on(&copy)?;
            Ok(copy)
        })
        .await
    }
}

/// How backups are copied into chats.
#[derive(Debug, Clone, Copy)]
pub struct Copies {
    pub every: Duration,
    /// A document is no larger, in bytes. Telegram takes 50 MB of a bot, and gives a bot no more than 20 MB back.
    pub part_bytes: u64,
}

impl Copies {
    pub const USUAL: Self = Self { every: LOOK_AGAIN, part_bytes: 20_000_000 };
}
