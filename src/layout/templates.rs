//! Tera with the theme's templates.

use std::sync::Arc;

use tera::Tera;

use crate::{
    diagnostic::{Diagnostic, Outcome},
    theme::Theme,
};

pub(super) use tera::Context;

/// The templates of a theme, parsed.
pub(super) struct Templates {
    tera: Tera,
}

impl Templates {
    pub(super) fn load(theme: &Theme) -> Outcome<Self> {
        let mut tera = Tera::new();
        let catalogue = Arc::clone(&theme.catalogue);
        tera.register_function(
            "t",
            move |args: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<String> {
                let key = args.must_get::<&str>("key")?;
                let mut arguments = Vec::new();
                for name in ["owner", "year", "count"] {
                    if let Some(value) = args.get::<&str>(name)? {
                        arguments.push((name, value));
                    }
                }
                Ok(catalogue.with(key, &arguments))
            },
        );
        let templates: Vec<(&str, &str)> = theme.files.below("templates").collect();
        tera.add_raw_templates(templates).map_err(|error| fault(&error))?;
        Ok(Self { tera })
    }

    pub(super) fn render(&self, name: &str, context: &Context) -> Outcome<String> {
        Ok(self.tera.render(name, context).map_err(|error| fault(&error))?)
    }
}

fn fault(error: &tera::Error) -> Diagnostic {
    Diagnostic::error("E145", format!("a template of the theme fails: {error}"))
        .hint("compare the overriding template below themes/ with the default one")
}
