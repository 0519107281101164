//! One row for every file in `src/data/providers`: an address that is the provider's, one that only looks like it,
//! and an ordinary sender whose name holds the provider's. To add a provider, add its file and its row.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use header_verdict::claim::{Claim, Identity, Strength, identify};
use header_verdict::data::providers::{EventKind, PROVIDERS, Provider};
use header_verdict::message::domain;
use header_verdict::report::{HostRelation, Label, Origin, PasswordKnown};
use header_verdict::{Options, analyze};
use support::mail::{joined, outlook, outlook_pass, outlook_results};

/// What is known of one provider.
struct Row {
    /// The provider's id.
    id: &'static str,
    /// One of its exact senders; `None` where all that is known is second hand.
    own: Option<&'static str>,
    /// A display name and an address made to be taken for it.
    forged: (&'static str, &'static str),
    /// A display name and an address of somebody else, with a Subject.
    ordinary: (&'static str, &'static str, &'static str),
}

const fn row(
    id: &'static str,
    own: Option<&'static str>,
    forged: (&'static str, &'static str),
    ordinary: (&'static str, &'static str, &'static str),
) -> Row {
    Row { id, own, forged, ordinary }
}

const ROWS: &[Row] = &[
    row(
        "adobe",
        Some("message@adobe.com"),
        ("Adobe Sign Documents", "no-reply@files.example"),
        ("Adobe Hacienda Gift Shop", "hola@adobe-hacienda.example", "Your order"),
    ),
    row(
        "airbnb",
        Some("automated@airbnb.com"),
        ("Airbnb Support", "help@airbnb-verify.com"),
        ("Hosting Weekly", "news@hosts.example", "Ten tips for your Airbnb listing"),
    ),
    row(
        "amazon",
        Some("account-update@amazon.com"),
        ("Amazon Visa", "pin@amazon-security-check.com"),
        ("Amazonia Tours", "hello@amazonia-tours.example", "Your trip"),
    ),
    row(
        "anthropic",
        Some("no-reply@mail.anthropic.com"),
        ("Anthropic Billing", "billing@anthropic-account.com"),
        ("Anthropic Reasoning Seminar", "philosophy@college.example", "Next week"),
    ),
    row(
        "apple",
        Some("appleid@id.apple.com"),
        ("Apple ID", "appleid@apple-id-locked.com"),
        ("Apple Orchard Farm", "shop@orchard.example", "Pie"),
    ),
    row(
        "bankofamerica",
        Some("onlinebanking@bankofamerica.com"),
        ("Bank of America Alerts", "alerts@bankofamerica-verify.com"),
        ("Bank of Americana Books", "sales@books.example", "New prints"),
    ),
    row(
        "binance",
        None,
        ("Binance Support", "do-not-reply@post.binance-login.com"),
        ("Personal Finance Today", "news@finance.example", "What Binance fees cost you"),
    ),
    row(
        "blizzard",
        Some("noreply@blizzard.com"),
        ("Blizzard Account Security", "noreply@battlenet-verify.com"),
        ("Blizzard Warning Service", "alerts@weather.example", "Heavy snow tonight"),
    ),
    row(
        "booking",
        Some("noreply@booking.com"),
        ("Booking.com Security", "noreply@bookingcom-verify.com"),
        ("Booking desk Hotel Roma", "desk@hotel-roma.example", "Booking confirmation"),
    ),
    row(
        "chase",
        Some("no.reply.alerts@chase.com"),
        ("Chase Fraud Alert", "alert@chase-account-alerts.com"),
        ("Chase Miller", "chase@mailbox.example", "Lunch?"),
    ),
    row(
        "coinbase",
        Some("no-reply@info.coinbase.com"),
        ("Coinbase 2FA", "help@coinbase-wallet-support.com"),
        ("Crypto Digest", "news@digest.example", "Coinbase raises its fees"),
    ),
    row(
        "discord",
        Some("noreply@discord.com"),
        ("Discord Trust & Safety", "noreply@discord-verify.com"),
        ("Discord and Harmony Choir", "choir@music.example", "Rehearsal"),
    ),
    row(
        "docusign",
        Some("dse@docusign.net"),
        ("DocuSign", "dse@docusign-review.com"),
        ("Jane Roe (DocuSign admin)", "jane@contoso.example", "Minutes"),
    ),
    row(
        "dropbox",
        Some("no-reply@dropbox.com"),
        ("Dropbox Sharing", "share@dropbox-files.com"),
        ("The Dropbox Theatre Society", "news@theatre.example", "Tickets"),
    ),
    row(
        "ea",
        Some("ea@e.ea.com"),
        ("EA Account", "noreply@games-login.example"),
        ("EA", "ea@environment.example", "Flood warnings"),
    ),
    row(
        "ebay",
        Some("ebay@ebay.com"),
        ("eBay Customer Service", "service@ebay-resolution.com"),
        ("The Bay Fish Bar", "menu@thebay.example", "Friday menu"),
    ),
    row(
        "epicgames",
        Some("help@acct.epicgames.com"),
        ("Epic Games", "help@epicgames-account.com"),
        ("Epic Board Games Berlin", "shop@boards.example", "Games night"),
    ),
    row(
        "github",
        Some("noreply@github.com"),
        ("GitHub Security", "noreply@github-verify.com"),
        ("GitHub Fans Berlin", "meet@fans.example", "Next meeting"),
    ),
    row(
        "google",
        Some("no-reply@accounts.google.com"),
        ("Google Accounts Team", "no-reply@google-security-alert.com"),
        ("Googly Eyes Ltd", "shop@googly.example", "Sale"),
    ),
    row(
        "ing",
        Some("info@info.ing.de"),
        ("ING Sicherheit", "service@kunden.example"),
        ("ING. Müller", "mueller@statik.example", "Gutachten"),
    ),
    row(
        "klarna",
        Some("noreply@klarna.de"),
        ("Klarna Kundenservice", "service@klarna-rechnung.com"),
        ("Karna Yoga", "hello@karna.example", "Classes"),
    ),
    row(
        "linkedin",
        Some("linkedin@e.linkedin.com"),
        ("LinkedIn Security", "security@linkedin-verify.com"),
        ("Careers Weekly", "news@careers.example", "Better LinkedIn profiles"),
    ),
    row(
        "meta",
        Some("security@facebookmail.com"),
        ("Facebook Security", "security@facebook-appeal.com"),
        ("Facebook Marketing Weekly", "news@marketing.example", "Ten tips"),
    ),
    row(
        "microsoft",
        Some("account-security-noreply@accountprotection.microsoft.com"),
        ("Microsoft account team", "no-reply@access.example"),
        ("Microsoft partner Contoso", "sales@contoso.example", "Your offer"),
    ),
    row(
        "netflix",
        Some("info@mailer.netflix.com"),
        ("Netflix", "info@netflix-billing.com"),
        ("TV Tonight", "news@tv.example", "New on Netflix this week"),
    ),
    row(
        "openai",
        Some("otp@tm1.openai.com"),
        ("ChatGPT Plus", "billing@openai-subscription.com"),
        ("Model Weekly", "news@models.example", "What OpenAI shipped"),
    ),
    row(
        "paypal",
        Some("service@paypal.com"),
        ("PayPal", "service@paypa1.com"),
        ("Paypalooza Festival", "tickets@palooza.example", "Line-up"),
    ),
    row(
        "reddit",
        Some("noreply@redditmail.com"),
        ("Reddit Support", "noreply@reddit-verify.com"),
        ("Credit Union", "news@credit.example", "Rates"),
    ),
    row(
        "robinhood",
        Some("noreply@robinhood.com"),
        ("Robinhood", "noreply@robinhood-verify.com"),
        ("Robin Hood", "robin@robin-hood.example", "Archery course"),
    ),
    row(
        "slack",
        Some("feedback@slack.com"),
        ("Slack Account", "feedback@slack-login.com"),
        ("Slack-ware Users", "list@slackware.example", "Digest"),
    ),
    row(
        "spotify",
        Some("no-reply@spotify.com"),
        ("Spotify Premium", "no-reply@spotify-payment.com"),
        ("Sound Blog", "news@sound.example", "Our Spotify playlist"),
    ),
    row(
        "steam",
        Some("noreply@steampowered.com"),
        ("Steam Guard", "noreply@steamcommunity-login.com"),
        ("Steam cleaning Ltd", "office@steam-cleaning.example", "Your carpet"),
    ),
    row(
        "stripe",
        Some("notifications@stripe.com"),
        ("Stripe Account Verification", "support@stripe-payouts.com"),
        ("Stripes & Co", "hello@stripes.example", "Shirts"),
    ),
    row(
        "uber",
        Some("noreply@uber.com"),
        ("Uber Account", "noreply@rides.example"),
        ("Uber Eats discussion list", "list@couriers.example", "Digest"),
    ),
    row(
        "wellsfargo",
        Some("alerts@wellsfargo.com"),
        ("Wells Fargo Alerts", "alerts@wellsfargo-verify.com"),
        ("Wells & Fargo Removals", "office@removals.example", "Your quote"),
    ),
    row(
        "x",
        Some("info@x.com"),
        ("X Support", "info@twitter-verify.com"),
        ("X-ray ward", "ward@clinic.example", "Date"),
    ),
    row(
        "yahoo",
        Some("help@cc.yahoo-inc.com"),
        ("Yahoo Account Services", "help@yahoo-verify.com"),
        ("Yahoo Serious Film Club", "club@films.example", "Tonight"),
    ),
];

fn claim(display_name: &str, address: &str, subject: &str) -> Claim {
    let host = address.rsplit_once('@').map_or(String::new(), |(_, host)| domain::to_ascii(host));
    identify(&Identity { display_name, address, host: &host, subject, text: None })
}

fn label(name: &str, address: &str, subject: &str) -> Label {
    let message = format!(
        "From: \"{name}\" <{address}>\r\nTo: jo@mailbox.example\r\nSubject: {subject}\r\n\
         Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@mailbox.example>\r\n\r\nHello.\r\n"
    );
    analyze(message.as_bytes(), &Options::default()).verdict.label
}

fn provider(id: &str) -> &'static Provider {
    PROVIDERS.iter().find(|provider| provider.id == id).expect("a provider of the data")
}

fn event(id: &str) -> &'static EventKind {
    let all = PROVIDERS.iter().flat_map(|provider| provider.events);
    all.into_iter().find(|event| event.id == id).expect("an event of the data")
}

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data/providers");
    let entries = fs::read_dir(folder).expect("the folder of the data");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| {
            let id = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (id, fs::read_to_string(&path).expect("a file of text"))
        })
        .collect()
}

#[test]
fn every_provider_file_has_a_row() {
    let with_row: BTreeSet<&str> = ROWS.iter().map(|row| row.id).collect();
    assert_eq!(with_row.len(), ROWS.len(), "no provider has two rows");
    let files = files();
    let with_file: BTreeSet<&str> = files.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(with_row, with_file);
    let compiled: BTreeSet<&str> = PROVIDERS.iter().map(|provider| provider.id).collect();
    assert_eq!(compiled, with_file);
}

#[test]
fn an_exact_sender_of_each_provider_is_allowed() {
    for row in ROWS {
        let Some(own) = row.own else {
            let services = provider(row.id).services;
            assert!(services.iter().all(|service| service.senders.is_empty()), "{}", row.id);
            continue;
        };
        let claim = claim("", own, "");
        assert_eq!(claim.provider.map(|provider| provider.id), Some(row.id), "{own}");
        assert_eq!(claim.relation, HostRelation::Allowed, "{own}");
    }
}

#[test]
fn an_imitation_of_each_provider_is_forged() {
    for Row { id, forged: (name, address), .. } in ROWS {
        let claim = claim(name, address, "Your account");
        assert_eq!(claim.provider.map(|provider| provider.id), Some(*id), "{name} {address}");
        assert_eq!(claim.strength, Strength::Strong, "{name} {address}");
        assert_eq!(label(name, address, "Your account"), Label::Forged, "{name} {address}");
    }
}

#[test]
fn mail_of_each_provider_that_the_receiver_vouches_for_is_genuine_and_what_it_refuses_is_forged() {
    for own in ROWS.iter().filter_map(|row| row.own) {
        let domain = own.rsplit_once('@').map_or("", |(_, host)| host);
        let message = format!(
            "From: <{own}>\nTo: jo@mailbox.example\nSubject: Hello\nDate: Wed, 04 Mar 2026 17:15:00 +0000\n\
             Message-ID: <ROW1@{domain}>\nMIME-Version: 1.0\n"
        );
        let judge = |above: &str| analyze(joined(above, &message).as_bytes(), &Options::default()).verdict;
        let vouched = judge(&outlook_pass(domain));
        assert_eq!((vouched.label, vouched.origin), (Label::GenuineSender, Origin::Attested), "{own}");
        let refused = judge(&outlook(domain, &outlook_results(domain, "fail", "fail (no signature)", "fail")));
        assert_eq!(refused.label, Label::Forged, "{own}");
    }
}

#[test]
fn the_names_of_ordinary_senders_are_no_claim() {
    for Row { ordinary: (name, address, subject), .. } in ROWS {
        let claim = claim(name, address, subject);
        assert!(claim.strength < Strength::Strong, "{name} {address}: {claim:?}");
        assert_eq!(label(name, address, subject), Label::NotConfirmed, "{name} {address}");
    }
}

#[test]
fn more_ordinary_people_and_firms_are_not_accused() {
    for (name, address, subject) in [
        ("Chase", "chase@mailbox.example", "Dinner on Friday"),
        ("Chase", "chase@mailbox.example", "Re: Chase account"),
        ("Chase Bankston", "c.bankston@mailbox.example", "Notes"),
        ("Paper Chase Ltd", "news@paperchase.example", "New notebooks"),
        ("Steeple Chase Team", "office@steeplechase.example", "Start list"),
        ("Steam", "hello@steam.example", "Saunas"),
        ("Laura Stearn", "laura@stearn.example", "Security review"),
        ("Steam Services", "office@steamservices.example", "Boiler check"),
        ("Slack", "j.slack@mailbox.example", "Holiday"),
        ("Slack Legal", "office@slack-legal.example", "Your file"),
        ("Uber die Brücke", "post@bruecke.example", "Programm"),
        ("Stripe", "hello@stripe-shirts.example", "New shirts"),
        ("Booking Team", "booking@hotel.example", "Booking confirmation"),
        ("Booking Confirmation", "noreply@hotel.example", "Your booking"),
        ("ING. Huber", "huber@bau.example", "Plan"),
        ("Ing", "ing@mailbox.example", "Hi"),
        ("EA Consulting", "info@ea-consulting.example", "Offer"),
        ("Yahoo Boys Documentary", "film@films.example", "Premiere"),
        ("Apple Bank", "alerts@bank.example", "Statement"),
        ("Adobe Brick Works", "info@bricks.example", "Delivery"),
        ("Adobe Services", "office@adobe-houses.example", "Your house"),
        ("Blizzard alert", "weather@town.example", "Snow"),
        ("Robin Hoodson", "robin@mailbox.example", "Hello"),
        ("Claude Monet Museum", "info@museum.example", "Lilies"),
        ("Claude", "claude@mailbox.example", "Salut"),
        ("Best gift cards", "sales@cards.example", "Steam, Netflix and Spotify cards"),
        ("Airbnb Host", "jane@mailbox.example", "Your stay"),
        ("Uber Driver", "bob@mailbox.example", "Lost umbrella"),
        ("eBay Seller", "bob@mailbox.example", "Your parcel"),
        ("Jo", "jo@uberlingen-konto.example", "Hallo"),
        ("Jo", "jo@the-bay-security.example", "Hello"),
        ("Jo", "jo@chase-miller.example", "Hello"),
        ("Discordant Notes", "band@music.example", "Concert"),
        ("Purchase alerts", "alerts@purchase-alerts.example", "New tenders"),
        ("Finance", "office@finance.example", "Invoice"),
        ("Red Dot", "award@reddot.example", "Entry"),
        ("'PayPal' via Support", "support@contoso.example", "Your receipt"),
        ("'Microsoft account team' via Helpdesk", "it@contoso.example", "Security code"),
        ("DocuSign via Contracts", "contracts@lists.example", "Please sign"),
    ] {
        let claim = claim(name, address, subject);
        assert!(claim.strength < Strength::Strong, "{name} {address}: {claim:?}");
        assert_ne!(label(name, address, subject), Label::Forged, "{name} {address}");
    }
}

#[test]
fn a_common_word_with_a_word_of_service_is_a_claim() {
    for (name, address, subject, id) in [
        ("Chase Security Alert", "a@evil.example", "Hello", "chase"),
        ("Chase", "a@evil.example", "Your Chase account is locked", "chase"),
        ("Steam Support", "a@evil.example", "Hello", "steam"),
        ("Slack Notifications", "a@evil.example", "Hello", "slack"),
        ("Uber Billing", "a@evil.example", "Hello", "uber"),
        ("Stripe Payouts", "a@evil.example", "Hello", "stripe"),
        ("Booking.com", "a@evil.example", "Hello", "booking"),
        ("ING-DiBa", "a@evil.example", "Hallo", "ing"),
        ("'PayPal' via Support", "evil@gmail.com", "Hello", "paypal"),
        ("Jo", "a@cha5e.com", "Hello", "chase"),
        ("Jo", "a@uber-receipts.com", "Hello", "uber"),
        ("Jo", "a@ebay-security.com", "Hello", "ebay"),
        ("Jo", "a@steam-account-verify.com", "Hello", "steam"),
        ("DocuSign via files jo@mailbox.example", "a@evil.example", "Please sign", "docusign"),
        ("Microsoft account team jo@mailbox.example", "a@evil.example", "Hello", "microsoft"),
    ] {
        let claim = claim(name, address, subject);
        assert_eq!(claim.provider.map(|provider| provider.id), Some(id), "{name}");
        assert_eq!(claim.strength, Strength::Strong, "{name}: {claim:?}");
    }
}

#[test]
fn what_is_known_second_hand_only_is_never_allowed() {
    let mut seen = 0;
    for (id, text) in files() {
        let hearsay = |line: &&str| {
            line.contains("host = ") && (line.contains("\"second_hand\"") || line.contains("\"unconfirmed\""))
        };
        for line in text.lines().filter(hearsay) {
            let quoted: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            let named: Vec<&str> = quoted.iter().copied().filter(|word| word.contains('@')).collect();
            let any = ["jo@", quoted[0]].concat();
            for address in if named.is_empty() { vec![any.as_str()] } else { named } {
                seen += 1;
                assert_ne!(claim("", address, "").relation, HostRelation::Allowed, "{id}: {address}");
            }
        }
    }
    assert!(seen > 10);
}

#[test]
fn a_sender_that_passes_strangers_words_on_says_so() {
    for address in [
        "dse@docusign.net",
        "feedback@slack.com",
        "noreply@booking.com",
        "no-reply@dropbox.com",
        "no-reply@docsend.com",
        "message@adobe.com",
        "noreply@robinhood.com",
        "ebay@ebay.com",
        "automated@airbnb.com",
    ] {
        let claim = claim("", address, "");
        assert!(claim.sender.is_some_and(|sender| sender.third_party_text), "{address}");
        assert!(claim.service.is_some_and(|service| !service.slots.is_empty()), "{address}");
    }
}

#[test]
fn each_kind_of_unrequested_mail_says_whether_a_password_may_be_known() {
    let says = |id: &str, text: &str| event(id).proves.iter().any(|line| line.contains(text));
    for (id, expected) in [
        ("steam.guard_code", PasswordKnown::Likely),
        ("discord.new_location", PasswordKnown::NotConfirmed),
        ("openai.code", PasswordKnown::NotConfirmed),
        ("ebay.password_reset", PasswordKnown::No),
        ("wellsfargo.code", PasswordKnown::Likely),
        ("chase.code", PasswordKnown::Likely),
        ("bankofamerica.code", PasswordKnown::Likely),
        ("ing.code", PasswordKnown::Likely),
        ("spotify.new_account", PasswordKnown::NotInvolved),
        ("netflix.new_account", PasswordKnown::NotInvolved),
        ("docusign.envelope", PasswordKnown::NotInvolved),
        ("slack.code", PasswordKnown::NotConfirmed),
    ] {
        assert_eq!(event(id).password_known, expected, "{id}");
    }
    assert!(says("ebay.password_reset", "probably somebody mistyped"));
    assert!(says("wellsfargo.code", "Don't use the code and don't share it"));
    assert!(says("discord.new_location", "does not say so"));
}

#[test]
fn a_template_is_told_by_its_subject() {
    for (address, subject, expected) in [
        ("noreply@steampowered.com", "Your Steam account: Access from new computer", "steam.guard_code"),
        ("noreply@discord.com", "Verify Discord Login from New Location", "discord.new_location"),
        ("otp@tm1.openai.com", "Your ChatGPT code is 123456", "openai.code"),
        ("alerts@wellsfargo.com", "Your one-time access code", "wellsfargo.code"),
        ("ebay@ebay.com", "Forgot your password?", "ebay.password_reset"),
        ("no-reply@spotify.com", "New login to Spotify", "spotify.new_sign_in"),
        ("dse@docusign.net", "Complete with DocuSign: Lease", "docusign.envelope"),
        ("feedback@slack.com", "Slack confirmation code: ABC-DEF", "slack.code"),
    ] {
        assert_eq!(claim("", address, subject).event.map(|event| event.id), Some(expected), "{subject}");
    }
}

#[test]
fn a_shared_text_names_the_provider() {
    let report = claim("", "no-reply@spotify.com", "New login to Spotify").report();
    let event = report.event.expect("an event");
    assert!(event.proves[0].text.starts_with("Spotify noticed a sign-in"));
    for provider in PROVIDERS {
        for event in provider.events {
            assert!(!event.proves.is_empty() && !event.does_not_prove.is_empty(), "{}", event.id);
            assert!(!event.title.contains('{') && !event.title.is_empty(), "{}", event.id);
            assert!(
                event.subject.iter().chain(&event.text).any(|hints| !hints.is_empty()),
                "{} can never be told",
                event.id
            );
        }
    }
}
