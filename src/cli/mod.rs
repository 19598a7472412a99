//! The command line: what was typed becomes `options::Options`, every command is one file, `ui::Ui` is the only printer.
//!
//! Exit codes: 0 done, 1 a check that was asked for does not hold, 2 could not be done. At 2 nothing was written.

mod agreement;
mod browser;
mod bundle;
mod chase;
mod check;
mod completions;
mod convert;
mod counterfactual;
mod decide;
mod decisions;
mod dedup;
mod deny;
mod diff;
mod enrich;
mod explain_code;
mod files;
mod flow;
mod init;
mod inspect;
mod man;
mod options;
mod query;
mod recall;
mod reconcile;
mod report;
mod review;
mod run;
mod schema;
mod screen;
mod search;
mod simulate;
mod ui;
mod verify;
mod why;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::{self, Error};
use options::{GlobalArgs, Options};
use ui::Ui;

/// Replays and audits the literature search of a review.
///
/// Exports of databases, a protocol and the decisions of people go in; every record accounted for and every decision
/// explained comes out.
#[derive(Debug, Parser)]
#[command(name = "litsieve", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 a check does not hold, 2 could not be done (then nothing was written).")]
struct Args {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

/// Every command. The text of its help stands with its arguments.
#[derive(Debug, Subcommand)]
enum Command {
    Init(init::InitArgs),
    Check(check::CheckArgs),
    Run(run::RunArgs),
    Search(Box<search::SearchArgs>),
    Enrich(enrich::EnrichArgs),
    Chase(chase::ChaseArgs),
    Inspect(inspect::InspectArgs),
    Convert(convert::ConvertArgs),
    Dedup(dedup::DedupArgs),
    Why(why::WhyArgs),
    Verify(verify::VerifyArgs),
    Reconcile(reconcile::ReconcileArgs),
    Diff(diff::DiffArgs),
    Report(report::ReportArgs),
    Flow(flow::FlowArgs),
    Bundle(bundle::BundleArgs),
    Decide(decide::DecideArgs),
    Screen(screen::ScreenArgs),
    Decisions(decisions::DecisionsArgs),
    Agreement(agreement::AgreementArgs),
    Query(query::QueryArgs),
    Recall(recall::RecallArgs),
    Counterfactual(counterfactual::CounterfactualArgs),
    Simulate(simulate::SimulateArgs),
    ExplainCode(explain_code::ExplainCodeArgs),
    Completions(completions::CompletionsArgs),
    Schema(schema::SchemaArgs),
    Man(man::ManArgs),
}

/// How a command ended that could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Done, perhaps with warnings.
    Done,
    /// A check that was asked for does not hold.
    DoesNotHold,
}

/// The exit code after Ctrl-C, as shells have it.
const INTERRUPTED: i32 = 130;

/// The whole program.
pub fn main() -> ExitCode {
    let args = Args::parse();
    // Without a handler Ctrl-C still ends the program; it could then leave a half-built folder beside the results.
    let _ = ctrlc::set_handler(|| {
        workspace::abandon();
        if let Some(words) = search::when_interrupted() {
            // Nobody may be listening any more.
            let _ = writeln!(std::io::stderr(), "{words}");
        }
        std::process::exit(INTERRUPTED);
    });
    let options = Options::new(&args.global);
    let ui = Ui::new(&options);
    let done = options.use_jobs().and_then(|()| args.command.run(&options, &ui));
    let done = done.and_then(|outcome| ui.finish().map(|()| outcome));
    match done {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::DoesNotHold) => ExitCode::from(1),
        Err(error) => {
            ui.error(&error);
            ExitCode::from(2)
        }
    }
}

impl Command {
    fn run(&self, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
        match self {
            Self::Init(args) => init::run(args, ui),
            Self::Check(args) => check::run(args, options, ui),
            Self::Run(args) => run::run(args, options, ui),
            Self::Why(args) => why::run(args, options, ui),
            Self::Verify(args) => verify::run(args, options, ui),
            Self::Diff(args) => diff::run(args, ui),
            Self::Report(args) => report::run(args, options, ui),
            Self::Flow(args) => flow::run(args, options, ui),
            Self::Bundle(args) => bundle::run(args, options, ui),
            Self::Reconcile(args) => reconcile::run(args, options, ui),
            Self::Decide(args) => decide::run(args, options, ui),
            Self::Agreement(args) => agreement::run(args, options, ui),
            Self::Decisions(args) => decisions::run(args, options, ui),
            Self::Screen(args) => screen::run(args, options, ui),
            Self::Search(args) => search::run(args, options, ui),
            Self::Enrich(args) => enrich::run(args, options, ui),
            Self::Chase(args) => chase::run(args, options, ui),
            Self::Inspect(args) => inspect::run(args, ui),
            Self::Convert(args) => convert::run(args, ui),
            Self::Dedup(args) => dedup::run(args, ui),
            Self::Query(args) => query::run(args, options, ui),
            Self::Recall(args) => recall::run(args, options, ui),
            Self::Counterfactual(args) => counterfactual::run(args, options, ui),
            Self::Simulate(args) => simulate::run(args, ui),
            Self::ExplainCode(args) => explain_code::run(args, ui),
            Self::Completions(args) => completions::run(args, ui),
            Self::Schema(args) => schema::run(args, ui),
            Self::Man(args) => man::run(args, ui),
        }
    }
}
