//! The last step: every span of a report is led back from the repaired text to the input.

use crate::input::{Source, SourceMap};
use crate::report::{Mailbox, Report, Signature, Span};

/// Numbers that JavaScript holds exactly: up to 2^53 (ECMA-262, `Number.MAX_SAFE_INTEGER`).
const EXACT: i64 = 1 << 53;

/// Leads a report back to the input, with the repairs that were made on the way.
pub fn lead_back(mut report: Report, source: Source) -> Report {
    map(&mut report, &source.map);
    report.input.repairs = source.repairs;
    report
}

/// Leads every span back, and drops times that no clock shows.
fn map(report: &mut Report, source: &SourceMap) {
    report.signatures.iter_mut().for_each(exact);
    report.arc.iter_mut().filter_map(|set| set.message_signature.as_mut()).for_each(exact);
    if source.is_identity() {
        return;
    }
    each(report, |span| *span = source.span(*span));
}

fn exact(signature: &mut Signature) {
    for time in [&mut signature.signed_at, &mut signature.expires_at] {
        *time = time.filter(|time| (-EXACT..EXACT).contains(time));
    }
}

/// Calls `lead` for every span of a report.
pub fn each(report: &mut Report, mut lead: impl FnMut(&mut Span)) {
    report.ledger.iter_mut().flat_map(|row| &mut row.spans).for_each(&mut lead);
    report.input.header.iter_mut().chain(&mut report.input.body).for_each(&mut lead);
    report.fields.iter_mut().map(|field| &mut field.span).for_each(&mut lead);
    let summary = &mut report.summary;
    let people = summary.from.iter_mut().chain(&mut summary.sender).chain(&mut summary.reply_to).chain(&mut summary.to);
    people.map(|mailbox: &mut Mailbox| &mut mailbox.span).for_each(&mut lead);
    for signature in &mut report.signatures {
        each_of_signature(signature, &mut lead);
    }
    for set in &mut report.arc {
        lead(&mut set.span);
        if let Some(signature) = &mut set.message_signature {
            each_of_signature(signature, &mut lead);
        }
    }
    let receiver = &mut report.receiver;
    receiver.boundary.iter_mut().for_each(&mut lead);
    receiver.stamps.iter_mut().map(|stamp| &mut stamp.span).for_each(&mut lead);
    receiver.ignored.iter_mut().map(|stamp| &mut stamp.span).for_each(&mut lead);
    report.hops.iter_mut().map(|hop| &mut hop.span).for_each(&mut lead);
    report.filters.iter_mut().map(|filter| &mut filter.span).for_each(&mut lead);
}

fn each_of_signature(signature: &mut Signature, lead: &mut impl FnMut(&mut Span)) {
    lead(&mut signature.span);
    signature.covers.iter_mut().filter_map(|field| field.span.as_mut()).for_each(lead);
}
