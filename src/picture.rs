//! Pictures people send: decoded under bounds, turned upright, made small and written anew as JPEG, so that nothing of
//! the file that came in is kept but what it shows. Pure; it takes up to [`MOST_MEMORY`] while it works.

use std::io::Cursor;
use std::panic::catch_unwind;

use image::codecs::jpeg::JpegEncoder;
use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

/// No file that comes in is larger, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// What a file says it holds is looked at before any of it is unpacked.
const MOST_PIXELS: u64 = 25_000_000;
const MOST_SIDE: u32 = 12_000;

/// Bytes that unpacking may take.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;

/// The longer side of what is kept, and of what a list shows, in pixels.
const SIDE: u32 = 1_600;
const THUMBNAIL_SIDE: u32 = 320;

/// Of JPEG, 1 to 100: a receipt's small print stays readable.
const QUALITY: u8 = 82;

/// A picture as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// JPEG without metadata.
    pub full: Vec<u8>,
    pub thumbnail: Vec<u8>,
    /// Of the full one, in pixels.
    pub width: u32,
    pub height: u32,
}

/// What a family photographed is not for logs.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

/// Why a file is not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("not a JPEG, PNG or WebP picture, or a damaged one")]
    Unreadable,
    #[error("a picture of more bytes or pixels than can be taken")]
    TooLarge,
}

/// Makes of a file what is kept of it. Which kind of picture it is follows from its content alone.
pub fn prepare(bytes: &[u8]) -> Result<Picture, Unfit> {
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    // A file that its decoder stumbles over is the file's fault, not the box's.
    catch_unwind(|| made_of(bytes)).unwrap_or(Err(Unfit::Unreadable))
}

fn made_of(bytes: &[u8]) -> Result<Picture, Unfit> {
    let (image, orientation) = decode(bytes)?;
    let image = shrunk(image, SIDE);
    let thumbnail = on_white(&turned(shrunk(image.clone(), THUMBNAIL_SIDE), orientation));
    let full = on_white(&turned(image, orientation));
    Ok(Picture {
        width: full.width(),
        height: full.height(),
        full: encoded(&full)?,
        thumbnail: encoded(&thumbnail)?,
    })
}

fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), Unfit> {
    let format = image::guess_format(bytes).map_err(|_| Unfit::Unreadable)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(Unfit::Unreadable);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|error| unfit(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unfit::TooLarge);
    }
    limits.reserve(decoder.total_bytes()).map_err(|error| unfit(&error))?;
    decoder.set_limits(limits).map_err(|error| unfit(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| unfit(&error))?;
    Ok((image, orientation))
}

fn unfit(error: &ImageError) -> Unfit {
    match error {
        ImageError::Limits(_) => Unfit::TooLarge,
        _ => Unfit::Unreadable,
    }
}

fn shrunk(image: DynamicImage, side: u32) -> DynamicImage {
    if image.width() > side || image.height() > side { image.thumbnail(side, side) } else { image }
}

fn turned(mut image: DynamicImage, orientation: Orientation) -> DynamicImage {
    image.apply_orientation(orientation);
    image
}

/// JPEG knows no transparency; paper is white.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let image = image.to_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0;
        let over = |shade: u8| {
            let (shade, alpha) = (u32::from(shade), u32::from(alpha));
            u8::try_from((shade * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn encoded(image: &RgbImage) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(image).map_err(|error| unfit(&error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn receipt(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(
            width,
            height,
            |x, _| if x < width / 2 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) },
        )
        .into()
    }

    fn read(bytes: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    #[test]
    fn a_picture_of_any_known_kind_becomes_a_small_jpeg() {
        let rows = [
            (ImageFormat::Jpeg, (640, 480), (640, 480), (320, 240)),
            (ImageFormat::Png, (3200, 800), (1600, 400), (320, 80)),
            (ImageFormat::WebP, (100, 2000), (80, 1600), (16, 320)),
            (ImageFormat::Png, (1, 1), (1, 1), (1, 1)),
        ];
        for (format, (width, height), full, thumbnail) in rows {
            let made = prepare(&written(&receipt(width, height), format)).unwrap();
            assert_eq!((made.width, made.height), full, "{format:?}");
            assert_eq!(read(&made.full).dimensions(), full, "{format:?}");
            assert_eq!(read(&made.thumbnail).dimensions(), thumbnail, "{format:?}");
        }
    }

    /// An EXIF block that says how the camera was held and where it was, as a camera writes it: after the first marker.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02".to_vec();
        exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        exif.extend([0x01, 0x0E, 0, 2, 0, 0, 0, 20, 0, 0, 0, 38, 0, 0, 0, 0]);
        exif.extend(b"Jalan Rahasia No. 7\0");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_picture_is_turned_upright_and_tells_nothing_of_where_it_was_taken() {
        let photo = with_exif(&written(&receipt(64, 32), ImageFormat::Jpeg), 6);
        assert!(photo.windows(13).any(|part| part == b"Jalan Rahasia"));
        let made = prepare(&photo).unwrap();
        assert_eq!((made.width, made.height), (32, 64), "a quarter turn");
        let upright = read(&made.full);
        let [red, _, blue] = upright.get_pixel(16, 8).0;
        assert!(red > blue, "what was left is above: {:?}", upright.get_pixel(16, 8));
        for bytes in [&made.full, &made.thumbnail] {
            assert!(!bytes.windows(4).any(|part| part == b"Exif" || part == b"Jala"));
        }
    }

    #[test]
    fn what_cannot_be_seen_through_stands_on_white() {
        let image = DynamicImage::from(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])));
        let made = prepare(&written(&image, ImageFormat::Png)).unwrap();
        assert!(read(&made.full).pixels().all(|pixel| pixel.0.iter().all(|shade| *shade > 250)));
    }

    /// A part of a PNG, with its length before and its checksum after it.
    fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
        let body = [&kind[..], data].concat();
        let mut crc = u32::MAX;
        for byte in &body {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
            }
        }
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], &body, &(!crc).to_be_bytes()].concat()
    }

    /// A PNG that says it is this large and holds almost nothing.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let size = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        let nothing = [0x78, 0x9C, 3, 0, 0, 0, 0, 1];
        let parts = [chunk(*b"IHDR", &size), chunk(*b"IDAT", &nothing), chunk(*b"IEND", b"")];
        [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
    }

    #[test]
    fn a_file_that_would_burst_is_refused_before_it_is_unpacked() {
        for (width, height) in [(60_000, 60_000), (12_001, 1), (6_000, 6_000), (u32::MAX, u32::MAX)] {
            let found = prepare(&bomb(width, height));
            assert!(matches!(found, Err(Unfit::TooLarge | Unfit::Unreadable)), "{width}x{height}: {found:?}");
        }
        assert_eq!(prepare(&bomb(6_000, 6_000)), Err(Unfit::TooLarge));
        assert_eq!(prepare(&vec![0xFF; MOST_BYTES + 1]), Err(Unfit::TooLarge));
    }

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_calls_itself() {
        let jpeg = written(&receipt(64, 32), ImageFormat::Jpeg);
        let png = written(&receipt(64, 32), ImageFormat::Png);
        let rows: [&[u8]; 7] = [
            b"",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"GIF89a\x01\0\x01\0\0\0\0;",
            b"%PDF-1.7",
            &jpeg[..40],
            &png[..png.len() / 2],
            b"RIFF\x04\0\0\0WEBP",
        ];
        for bytes in rows {
            assert_eq!(prepare(bytes), Err(Unfit::Unreadable), "{:?}", &bytes[..bytes.len().min(12)]);
        }
    }
}
